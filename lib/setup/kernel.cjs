'use strict';
// Step: the TypeScript kernel. Its description is committed (.jupyter/kernels/tslab); here it is tried once.
const path = require('node:path');
const { childEnvironment } = require('./env.cjs');
const { PYTHON, STATE, at } = require('./paths.cjs');
const { run } = require('./run.cjs');

const kernel = {
  name: 'kernel',
  what: 'tries the TypeScript kernel for notebooks',
  stamp: path.join(STATE, 'stamps', 'kernel'),
  inputs: () => [
    { file: at('.jupyter', 'kernels', 'tslab', 'kernel.json') },
    { file: at('lib', 'notebook', 'kernel-preload.cjs') },
    { file: at('lib', 'setup', 'python.lock') },
    { file: at('node_modules', 'tslab', 'package.json') },
  ],
  run: () => run(PYTHON, [at('lib', 'notebook', 'run_notebook.py'), '--check'], { env: childEnvironment() }),
};

module.exports = { kernel };
