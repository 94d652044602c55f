'use strict';
// Steps: the project's own Python environment, JupyterLab in it, TensorFlow's library in it.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { PYTHON, VENV, at } = require('./paths.cjs');
const { choosePython } = require('./prerequisites.cjs');
const { run } = require('./run.cjs');
const { removeStamp, writeStamp } = require('./stamp.cjs');

const stampIn = (name) => path.join(VENV, 'kdlab-stamps', name);
const lock = (name) => at('lib', 'setup', `${name}.lock`);
const PIP = ['-m', 'pip', '--disable-pip-version-check', '--no-input'];

/**
 * pip takes a package for installed as soon as its description is there, so a kill may leave half a package behind.
 * Where an earlier try did not come to its end, everything is unpacked again (from pip's cache).
 */
async function install(name, args) {
  const begun = stampIn(`${name}.begun`);
  const again = fs.existsSync(begun) ? ['--ignore-installed'] : [];
  writeStamp(begun, '');
  await run(PYTHON, [...PIP, 'install', '--require-hashes', '--only-binary=:all:', ...again, ...args]);
  removeStamp(begun);
}

/** `lib/python3.N/site-packages` of the environment, or undefined where there is none. */
function sitePackages() {
  const library = path.join(VENV, 'lib');
  const versions = fs.existsSync(library)
    ? fs.readdirSync(library).filter((name) => /^python3\.\d+$/.test(name))
    : [];
  const found = versions
    .map((name) => path.join(library, name, 'site-packages'))
    .find((folder) => fs.existsSync(folder));
  return found;
}

/** The environment's interpreter still starts and is of the version its packages were installed for. */
function interpreterFits() {
  const result = spawnSync(
    PYTHON,
    ['-I', '-S', '-c', 'import sys; print("python%d.%d" % sys.version_info[:2])'],
    {
      encoding: 'utf8',
    },
  );
  return result.status === 0 && (sitePackages() ?? '').includes(`/${result.stdout.trim()}/`);
}

/** @param facts what probe found; `facts.python` is looked at only when there is an environment to make */
function pythonSteps(facts, device) {
  const environment = {
    name: 'python',
    what: 'makes a Python environment in .venv',
    stamp: stampIn('environment'),
    inputs: () => ['1'],
    ready: interpreterFits,
    async run() {
      // An environment that an interruption left without pip, or whose Python has gone, is made anew.
      const whole = interpreterFits() && spawnSync(PYTHON, ['-m', 'pip', '--version']).status === 0;
      if (whole) return;
      fs.rmSync(VENV, { recursive: true, force: true });
      await run(choosePython(facts().python).command, ['-m', 'venv', VENV]);
    },
  };
  const jupyter = {
    name: 'jupyter',
    what: 'installs JupyterLab and the notebook runner from python.lock (hash-checked)',
    stamp: stampIn('jupyter'),
    inputs: () => [{ file: lock('python') }],
    ready: () => fs.existsSync(path.join(sitePackages() ?? '', 'nbclient')),
    run: () =>
      run(PYTHON, [...PIP, 'install', '--require-hashes', '--only-binary=:all:', '-r', lock('python')]),
  };
  const engineLock = device === 'gpu' ? 'engine-gpu' : 'engine';
  const tensorflow = {
    name: 'tensorflow',
    what:
      device === 'gpu'
        ? "installs TensorFlow's library with CUDA from engine-gpu.lock (several GB; untested so far)"
        : "installs TensorFlow's library from engine.lock (hash-checked)",
    stamp: stampIn('tensorflow'),
    inputs: () => [{ file: lock(engineLock) }, device],
    ready: () => fs.existsSync(path.join(sitePackages() ?? '', 'tensorflow', 'libtensorflow_cc.so.2')),
    async run() {
      // Both wheels fill the same folder, so the other one must go first. Never imported, hence not compiled.
      const other = device === 'gpu' ? 'tensorflow-cpu' : 'tensorflow';
      await run(PYTHON, [...PIP, 'uninstall', '--yes', other]);
      await install('tensorflow', ['--no-deps', '--no-compile', '-r', lock(engineLock)]);
    },
  };
  return [environment, jupyter, tensorflow];
}

module.exports = { pythonSteps, sitePackages };
