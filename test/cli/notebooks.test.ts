import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { notebookNames } from '../../lib/notebook/names';
import { kdlab, ownFolders } from './program';

interface Cell {
  source: string | string[];
  outputs?: { output_type: string; name?: string }[];
}

/** The start notebook has a test of its own (results.test.ts). */
const names = notebookNames().filter((name) => name !== '00-start-here');

describe('every notebook', () => {
  it.each(names)(
    '%s executes at smoke, without an error or a warning',
    (name) => {
      const file = join('notebooks', `${name}.ipynb`);
      const source = readFileSync(file, 'utf8');
      const output = mkdtempSync(join(tmpdir(), 'kdlab-notebook-'));
      const seeds = source.includes('const seeds = ') ? ['--set', 'seeds=1'] : [];
      const answer = kdlab(['notebook', name, '--set', 'profile=smoke', ...seeds, '--output', output], {
        environment: { ...ownFolders(), KDLAB_RECORDS: join(process.cwd(), 'data', 'records') },
      });
      expect(answer.code, answer.stdout.slice(-2000) + answer.stderr).toBe(0);
      expect(readFileSync(file, 'utf8')).toBe(source);
      const { cells } = JSON.parse(readFileSync(join(output, `${name}.ipynb`), 'utf8')) as { cells: Cell[] };
      const outputs = cells.flatMap((cell) => cell.outputs ?? []);
      expect(outputs.length).toBeGreaterThan(5);
      expect(outputs.filter((one) => one.output_type === 'error' || one.name === 'stderr')).toEqual([]);
    },
    120_000,
  );
});
