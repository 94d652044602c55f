import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';

const { problems, nodeFits } = createRequire(__filename)('../../lib/setup/prerequisites.cjs') as {
  problems(facts: Record<string, unknown>): string[];
  nodeFits(version: string): boolean;
};

const fit = {
  platform: 'linux',
  arch: 'x64',
  glibc: '2.36',
  node: '20.20.2',
  npm: true,
  python: [{ command: 'python3', version: '3.11.7', venv: true }],
  compiler: true,
  manager: 'apt-get',
  root: false,
  needsPython: true,
  needsCompiler: true,
};

describe('problems', () => {
  it('finds none on a fit machine', () => {
    expect(problems(fit)).toEqual([]);
  });

  it.each([
    ['another system', { platform: 'darwin' }, /x86-64 Linux/],
    ['another processor', { arch: 'arm64' }, /x86-64 Linux/],
    ['an old glibc', { glibc: '2.17' }, /glibc 2\.17 .*2\.27/],
    ['musl', { glibc: undefined }, /no glibc/],
    ['an old Node.js', { node: '18.20.0' }, /Node\.js 18\.20\.0 .*nvm install 22/],
    ['a Node.js without require(esm)', { node: '20.18.0' }, /20\.19/],
    ['no npm', { npm: false }, /npm is missing: sudo apt-get install npm/],
    ['no Python', { python: [] }, /Python 3\.10 to 3\.13 is missing: sudo apt-get install python3/],
    [
      'a Python too new',
      { python: [{ command: 'python3', version: '3.14.0', venv: true }] },
      /found python3 3\.14\.0/,
    ],
    [
      'no venv',
      { python: [{ command: 'python3', version: '3.11.2', venv: false }] },
      /apt-get install python3-venv/,
    ],
    ['no compiler', { compiler: false, root: true }, /g\+\+ is missing: apt-get install g\+\+/],
    ['no compiler on Fedora', { compiler: false, manager: 'dnf' }, /sudo dnf install gcc-c\+\+/],
  ])('names %s in one sentence with what helps', (_what, change, sentence) => {
    const found = problems({ ...fit, ...change });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(sentence);
    expect(found[0]).not.toContain('\n');
  });
});

describe('nodeFits', () => {
  it('takes 20.19 and later of 20, and 22', () => {
    expect(['20.19.0', '20.20.2', '22.0.0', '22.21.1'].every(nodeFits)).toBe(true);
    expect(['18.0.0', '20.18.3', '21.7.0', '23.1.0', '24.0.0'].some(nodeFits)).toBe(false);
  });
});
