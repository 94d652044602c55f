import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TrainingFailure } from '../../lib/training/failures';
import { appendLine, makeFolder, readJsonLines, storing, writeAtomic } from '../../lib/training/storage';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kdlab-storage-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('storage', () => {
  it('replaces a file and leaves nothing else', () => {
    const path = join(folder, 'a.bin');
    writeAtomic(path, 'old');
    writeAtomic(path, Uint8Array.of(1, 2, 3));
    expect([...readFileSync(path)]).toEqual([1, 2, 3]);
    expect(readdirSync(folder)).toEqual(['a.bin']);
  });

  it('overwrites what a kill in the middle of writing left', () => {
    writeFileSync(join(folder, '.a.bin.tmp'), 'a much longer piece of an unfinished file');
    writeAtomic(join(folder, 'a.bin'), 'new');
    expect(readFileSync(join(folder, 'a.bin'), 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['a.bin']);
  });

  it('leaves out a line without its end', () => {
    const path = join(folder, 'metrics.jsonl');
    appendLine(path, '{"epoch":1}');
    writeFileSync(path, '{"epoch":2', { flag: 'a' });
    expect(readJsonLines(path)).toEqual([{ epoch: 1 }]);
  });

  it.each([
    ['ENOSPC', 'the disk is full'],
    ['EACCES', 'permission is denied'],
    ['EROFS', 'the file system is read-only'],
  ])('says in one sentence what %s means', (code, meaning) => {
    const fail = () =>
      storing('/runs/x/checkpoint', () => {
        throw Object.assign(new Error(`${code}: write`), { code });
      });
    expect(fail).toThrow(TrainingFailure);
    expect(fail).toThrow(new RegExp(`^/runs/x/checkpoint: cannot be written: ${meaning}; [^\n]+$`));
  });

  it('lets errors of other kinds through', () => {
    expect(() =>
      storing('x', () => {
        throw new RangeError('a bug');
      }),
    ).toThrow(RangeError);
  });

  it('says where a file is in the way of a folder', () => {
    writeFileSync(join(folder, 'runs'), '');
    expect(() => makeFolder(join(folder, 'runs', 'a'))).toThrow(
      /runs\/a: cannot be written: a part of the path/,
    );
    expect(() => makeFolder(join(folder, 'runs'))).toThrow(/runs: cannot be written: a file is in the place/);
    expect(() => writeAtomic(join(folder, 'runs', 'a'), '')).toThrow(/a part of the path is a file/);
  });
});
