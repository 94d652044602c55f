'use strict';
// Builds the project's own TensorFlow operations (*.cc here) into one file beside the engine's binding. Part of set-up;
// needs g++ and the headers that come with TensorFlow. The loops are compiled once per instruction set (common.h), so
// the file serves any processor of its architecture.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const OPTIONS = [
  ...['-std=gnu++17', '-O3', '-fPIC', '-pthread', '-Wall', '-Wno-deprecated-declarations'],
  // Neither changes a result; both let loops with sqrt or a condition be vectorised.
  ...['-fno-math-errno', '-fno-trapping-math'],
  ...(process.arch === 'x64' ? ['-mprefer-vector-width=512'] : []),
];

/** Where the engine looks for the kernels. */
function kernelsPath(engine) {
  return path.join(engine, 'lib', 'kdlab-kernels.node');
}

/** Sources that a rebuild depends on. */
function kernelSources() {
  const files = fs.readdirSync(__dirname).filter((name) => /\.(cc|h)$/.test(name));
  return [...files.sort().map((name) => path.join(__dirname, name)), __filename];
}

/**
 * @param engine folder of the package @tensorflow/tfjs-node-gpu, with deps/ linked to TensorFlow
 * @param run starts a program and rejects with its output where it fails
 */
async function buildKernels(engine, run) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kdlab-kernels-'));
  try {
    const sources = kernelSources().filter((file) => file.endsWith('.cc'));
    const objects = await Promise.all(
      sources.map(async (source) => {
        const object = path.join(folder, `${path.basename(source, '.cc')}.o`);
        // TensorFlow's headers are not ours to keep free of warnings.
        const headers = ['-isystem', path.join(engine, 'deps', 'include')];
        await run('g++', [...OPTIONS, ...headers, '-c', source, '-o', object]);
        return object;
      }),
    );
    const target = kernelsPath(engine);
    await run('g++', [
      ...['-shared', '-pthread', ...objects, '-o', `${target}.new`],
      ...['-L', path.join(engine, 'deps', 'lib'), '-ltensorflow_framework', '-Wl,-rpath,$ORIGIN/../deps/lib'],
    ]);
    fs.renameSync(`${target}.new`, target);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

module.exports = { buildKernels, kernelSources, kernelsPath };
