import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(__dirname, '../..');

it('kdlab/theory loads by name, without TensorFlow and without Node-only modules', () => {
  expect(
    existsSync(join(root, 'lib/dist/theory/index.js')),
    'the library is compiled by `npm run build`',
  ).toBe(true);
  const script = `
    const builtins = [];
    const Module = require('node:module');
    const load = Module._load;
    Module._load = function (name, ...rest) {
      if (Module.isBuiltin(name)) builtins.push(name);
      return load.call(this, name, ...rest);
    };
    const theory = require('kdlab/theory');
    const report = theory.checkSoftLabels(
      { softLabels: new Float32Array([0.9, 0.1, 0.4, 0.6]), labels: [0, 1], samples: 2, classes: 2 }, { resamples: 10 });
    console.log(JSON.stringify({ files: Object.keys(require.cache), builtins, eta: report.byK[0].unreliability }));`;
  const answer = JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' }));
  expect(answer.eta).toBe(0);
  expect(answer.files.some((file: string) => file.includes('theory'))).toBe(true);
  expect(answer.files.filter((file: string) => /tensorflow|tfjs/.test(file))).toEqual([]);
  expect(answer.builtins).toEqual([]);
});
