import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runNotebook } from '../../lib/notebook/runner';

const folder = mkdtempSync(join(tmpdir(), 'kdlab-runner-'));

interface Notebook {
  cells: { source: string | string[]; outputs: { name?: string; text?: string | string[] }[] }[];
}

function notebook(name: string, sources: string[]): string {
  const file = join(folder, name);
  const cells = sources.map((source, index) => ({
    cell_type: 'code',
    id: `c${index}`,
    metadata: index === 0 ? { tags: ['parameters'] } : {},
    source,
    execution_count: null,
    outputs: [],
  }));
  const kernelspec = { display_name: 'TypeScript', language: 'typescript', name: 'tslab' };
  writeFileSync(file, JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }));
  return file;
}

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Notebook;
const printed = (cell: Notebook['cells'][number]) => cell.outputs.flatMap(({ text }) => text ?? []).join('');

describe('runNotebook', () => {
  it('overrides a parameter for the run and not in the source', async () => {
    const file = notebook('set.ipynb', ["const size = 'small';\nconst n = 1;", 'console.log(size, n);']);
    const output = join(folder, 'set.out.ipynb');
    const run = await runNotebook(file, { set: { size: 'large', n: '3' }, output, quiet: true });
    expect(run.ok, run.error ?? '').toBe(true);
    const { cells } = read(output);
    expect(printed(cells[1])).toBe('large 3\n');
    expect([cells[0].source].flat().join('')).toContain("const size = 'small';");
  });

  it('stops at the first failing cell, with its error and the outputs up to there', async () => {
    const file = notebook('fails.ipynb', [
      'const n = 1;',
      "console.log('before');",
      "throw new Error('on purpose');",
      "console.log('after');",
    ]);
    const output = join(folder, 'fails.out.ipynb');
    const run = await runNotebook(file, { output, quiet: true });
    expect(run).toMatchObject({ ok: false, failedCell: 3 });
    expect(run.error).toContain('on purpose');
    const { cells } = read(output);
    expect(printed(cells[1])).toBe('before\n');
    expect(cells[3].outputs).toEqual([]);
  });

  it('counts a type error as a failure', async () => {
    const run = await runNotebook(
      notebook('type.ipynb', ['const n = 1;', 'const text: string = 5 as number;']),
      {
        output: join(folder, 'type.out.ipynb'),
        quiet: true,
      },
    );
    expect(run).toMatchObject({ ok: false, failedCell: 2 });
    expect(run.error).toMatch(/number.*string/);
  });

  it('keeps every line of a cell that prints much', async () => {
    const file = notebook('much.ipynb', [
      'const n = 3000;',
      'for (let i = 0; i < n; i++) console.log(`line ${i}`);',
    ]);
    const output = join(folder, 'much.out.ipynb');
    await runNotebook(file, { output, quiet: true });
    expect(printed(read(output).cells[1]).trim().split('\n')).toHaveLength(3000);
  });

  it('refuses an unknown parameter and a file that is no notebook', async () => {
    const file = notebook('refuse.ipynb', ['const n = 1;']);
    await expect(runNotebook(file, { set: { m: '2' }, quiet: true })).rejects.toThrow(/allowed here: n/);
    await expect(runNotebook(join(folder, 'absent.ipynb'), { quiet: true })).rejects.toThrow(/absent/);
  });
});
