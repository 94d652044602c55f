'use strict';
// `npm start` after set-up: the main job, done by the command line.
const { childEnvironment } = require('./env.cjs');
const { at } = require('./paths.cjs');
const { wait } = require('./run.cjs');

const start = (args) =>
  wait(process.execPath, [at('lib', 'bin', 'kdlab.cjs'), 'start', ...args], { env: childEnvironment() });

module.exports = { start };
