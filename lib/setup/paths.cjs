'use strict';
// Where set-up keeps things. Everything lies inside the project folder.
const path = require('path');

const ROOT = path.resolve(__dirname, '..', '..');
const at = (...parts) => path.join(ROOT, ...parts);

module.exports = {
  ROOT,
  at,
  /** Logs, stamps, Jupyter's own folders, the unpacked browser: ignored by git, may be deleted at any time. */
  STATE: at('.setup'),
  LOG: at('.setup', 'setup.log'),
  VENV: at('.venv'),
  PYTHON: at('.venv', 'bin', 'python'),
  ENGINE: at('node_modules', '@tensorflow', 'tfjs-node-gpu'),
};
