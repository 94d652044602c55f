'use strict';
// Step: the native engine. tfjs-node-gpu's own binding, built against the library inside the TensorFlow wheel. It
// speaks Node's stable binary interface (N-API) only, so node-api-headers is all it needs of Node: no node-gyp, no
// download of headers, and the result serves Node 20 and 22 alike.
const fs = require('node:fs');
const path = require('node:path');
const { buildKernels, kernelSources, kernelsPath } = require('../engine/kernels/build.cjs');
const { buildStderrGate } = require('../engine/stderr-gate/build.cjs');
const { childEnvironment } = require('./env.cjs');
const { ENGINE, ROOT, at } = require('./paths.cjs');
const { sitePackages } = require('./python.cjs');
const { run } = require('./run.cjs');

const LIBRARIES = {
  'libtensorflow_cc.so.2': 'libtensorflow_cc.so.2',
  'libtensorflow.so': 'libtensorflow_cc.so.2',
  'libtensorflow_framework.so.2': 'libtensorflow_framework.so.2',
  'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
};
const binding = path.join(ENGINE, 'lib', 'napi-v8', 'tfjs_binding.node');

/** @param device 'gpu' also demands that TensorFlow sees one */
const engineStep = (device) => ({
  name: 'engine',
  what: 'builds and tries the native engine (g++)',
  // Inside the package, so that it goes when npm replaces the package.
  stamp: path.join(ENGINE, 'lib', 'kdlab-stamp'),
  inputs: () => [
    { file: __filename },
    { file: at('lib', 'engine', 'stderr-gate', 'stderr-gate.c') },
    ...kernelSources().map((file) => ({ file })),
    { file: path.join(ENGINE, 'package.json') },
    { file: at('lib', 'setup', 'engine.lock') },
    { file: at('lib', 'setup', 'engine-gpu.lock') },
    device,
  ],
  ready: () =>
    [binding, kernelsPath(ENGINE), path.join(ENGINE, 'deps', 'lib', 'libtensorflow.so')].every((file) =>
      fs.existsSync(file),
    ),
  async run() {
    linkLibrary();
    await Promise.all([
      compileBinding(),
      buildKernels(ENGINE, (program, list) => run(program, list, { cwd: ROOT })),
    ]);
    buildStderrGate();
    const env = { ...childEnvironment(), KDLAB_EXPECT_GPU: device === 'gpu' ? '1' : '' };
    await run(process.execPath, [path.join(__dirname, 'engine-check.cjs')], { env });
  },
});

/** deps/include and deps/lib → the wheel, by relative links, so that the project folder can be moved. */
function linkLibrary() {
  const wheel = path.join(sitePackages(), 'tensorflow');
  fs.mkdirSync(path.join(ENGINE, 'deps', 'lib'), { recursive: true });
  link(path.join(wheel, 'include'), path.join(ENGINE, 'deps', 'include'));
  for (const [name, target] of Object.entries(LIBRARIES)) {
    link(path.join(wheel, target), path.join(ENGINE, 'deps', 'lib', name));
  }
}

function link(target, place) {
  const temporary = `${place}.new`;
  fs.rmSync(temporary, { force: true });
  fs.symlinkSync(path.relative(path.dirname(place), target), temporary);
  if (fs.lstatSync(place, { throwIfNoEntry: false })?.isDirectory()) fs.rmSync(place, { recursive: true });
  fs.renameSync(temporary, place);
}

async function compileBinding() {
  fs.mkdirSync(path.dirname(binding), { recursive: true });
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => path.join(ENGINE, 'binding', name));
  await run(
    'g++',
    [
      ...[
        '-std=gnu++17',
        '-O2',
        '-fPIC',
        '-shared',
        '-pthread',
        '-fno-exceptions',
        '-fno-rtti',
        '-DNAPI_VERSION=8',
      ],
      ...[
        '-I',
        at('node_modules', 'node-api-headers', 'include'),
        '-I',
        path.join(ENGINE, 'deps', 'include'),
      ],
      ...['-I', ENGINE, ...sources, '-o', `${binding}.new`],
      ...['-L', path.join(ENGINE, 'deps', 'lib'), '-ltensorflow', '-ltensorflow_framework'],
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ],
    { cwd: ROOT },
  );
  fs.renameSync(`${binding}.new`, binding);
}

module.exports = { engineStep };
