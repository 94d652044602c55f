'use strict';
// Step: the compiled library in lib/dist, which notebooks and the command line use.
const fs = require('node:fs');
const path = require('node:path');
const { at } = require('./paths.cjs');
const { filesBelow } = require('./stamp.cjs');
const { run } = require('./run.cjs');

const LIB = at('lib');
const DIST = at('lib', 'dist');

const library = {
  name: 'library',
  what: 'compiles lib/ to lib/dist (TypeScript)',
  stamp: path.join(DIST, 'kdlab-stamp'),
  inputs: () =>
    [...filesBelow(LIB, ['.ts', '.json'], [DIST]), at('node_modules', 'typescript', 'package.json')].flatMap(
      (file) => [path.relative(LIB, file), { file }],
    ),
  ready: () => fs.existsSync(path.join(DIST, 'index.js')),
  async run() {
    removeOrphans();
    // By path: node_modules/.bin/tsc may be the older compiler that tslab brings.
    await run(process.execPath, [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', LIB]);
  },
};

/** Compiled files whose source is gone would still be found by an import. */
function removeOrphans() {
  if (!fs.existsSync(DIST)) return;
  for (const file of filesBelow(DIST, ['.js', '.d.ts', '.js.map'])) {
    const source = path.join(LIB, path.relative(DIST, file)).replace(/\.(js|d\.ts|js\.map)$/, '.ts');
    if (!fs.existsSync(source)) fs.rmSync(file);
  }
}

module.exports = { library };
