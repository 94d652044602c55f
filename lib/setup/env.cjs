'use strict';
// The environment of what the project starts: notebooks, JupyterLab, the command line, tests.
const fs = require('node:fs');
const path = require('node:path');
const { rememberedDevice } = require('./device.cjs');
const { STATE, VENV, at } = require('./paths.cjs');

/** `base` with Node first on the path and Jupyter's own folders inside the project; with CUDA's libraries on a GPU. */
function childEnvironment(base = process.env) {
  const jupyter = (name) => path.join(STATE, 'jupyter', name);
  fs.mkdirSync(jupyter('ipython'), { recursive: true }); // IPython warns where its folder is missing
  const environment = {
    ...base,
    PATH: [path.dirname(process.execPath), path.join(VENV, 'bin'), base.PATH].filter(Boolean).join(':'),
    JUPYTER_PATH: at('.jupyter'), // the TypeScript kernel
    JUPYTER_CONFIG_PATH: at('.jupyter'),
    JUPYTER_CONFIG_DIR: jupyter('config'),
    JUPYTER_DATA_DIR: jupyter('data'),
    JUPYTER_RUNTIME_DIR: jupyter('runtime'),
    IPYTHONDIR: jupyter('ipython'),
    TF_CPP_MIN_LOG_LEVEL: base.TF_CPP_MIN_LOG_LEVEL ?? '2',
  };
  if (rememberedDevice() === 'gpu')
    environment.LD_LIBRARY_PATH = [...cudaFolders(), base.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return environment;
}

/** NVIDIA's wheels keep their libraries in nvidia/NAME/lib; TensorFlow's library is found through a link from elsewhere. */
function cudaFolders() {
  const library = path.join(VENV, 'lib');
  const pythons = fs.existsSync(library) ? fs.readdirSync(library) : [];
  return pythons.flatMap((python) => {
    const nvidia = path.join(library, python, 'site-packages', 'nvidia');
    if (!fs.existsSync(nvidia)) return [];
    return fs
      .readdirSync(nvidia)
      .map((name) => path.join(nvidia, name, 'lib'))
      .filter((folder) => fs.existsSync(folder));
  });
}

module.exports = { childEnvironment };
