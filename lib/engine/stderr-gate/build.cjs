'use strict';
// Builds the stderr gate (stderr-gate.c) into the engine's folder. Part of set-up; needs a C compiler only.
const { spawnSync } = require('node:child_process');
const path = require('node:path');

/** Where the engine looks for the gate: inside the tfjs-node-gpu package, beside its own binding. */
function gatePath() {
  const packageFile = require.resolve('@tensorflow/tfjs-node-gpu/package.json');
  return path.join(path.dirname(packageFile), 'lib', 'stderr-gate.node');
}

/** Compiles the gate; throws with the compiler's message where that fails. */
function buildStderrGate() {
  const source = path.join(__dirname, 'stderr-gate.c');
  const compiler = process.env.CC || 'gcc';
  const options = ['-O2', '-Wall', '-shared', '-fPIC', '-o', gatePath(), source];
  const result = spawnSync(compiler, options, { encoding: 'utf8' });
  if (result.status !== 0) {
    throw new Error(`${compiler} could not build ${source}: ${result.error?.message ?? result.stderr}`);
  }
  return gatePath();
}

module.exports = { buildStderrGate, gatePath };
if (require.main === module) console.log(buildStderrGate());
