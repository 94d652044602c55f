import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNpy } from '../../lib/formats';
import { isRefusal, kdlab, temporary } from './program';

const folder = temporary();
const file = (name: string) => join(folder, name);
// Four images, three classes: right, right, second, last.
writeNpy(
  file('p.npy'),
  Float32Array.from([0.7, 0.2, 0.1, 0.1, 0.8, 0.1, 0.5, 0.1, 0.4, 0.6, 0.3, 0.1]),
  [4, 3],
);
writeNpy(file('y.npy'), Int32Array.from([0, 1, 2, 2]), [4]);
writeNpy(file('bad-y.npy'), Int32Array.from([0, 1, 2, 3]), [4]);
writeNpy(file('short-y.npy'), Int32Array.from([0, 1]), [2]);
writeNpy(file('unnormalised.npy'), new Float32Array(12).fill(0.5), [4, 3]);
writeNpy(file('nan.npy'), Float32Array.from([NaN, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1]), [4, 3]);
writeNpy(file('sets.npy'), Uint8Array.from([1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0]), [4, 3]);
writeFileSync(file('text.npy'), 'no array');

const check = (...args: string[]) => kdlab(['check', ...args]);
const both = (p: string, y: string) => ['--soft-labels', file(p), '--labels', file(y)];

describe('kdlab check', () => {
  it('gives the numbers worked out by hand', () => {
    const report = JSON.parse(check(...both('p.npy', 'y.npy'), '--json').stdout) as {
      n: number;
      classes: number;
      k: number;
      byK: { k: number; unreliability: number; ambiguity: number; interval: unknown }[];
      distances: { chebyshev: number; manhattan: number };
    };
    expect([report.n, report.classes, report.k]).toEqual([4, 3, 2]);
    expect(report.byK.map(({ k }) => k)).toEqual([1, 2]);
    expect(report.byK[0].unreliability).toBe(0.5);
    // Class 0 is on top of two of the three images that are not of class 0.
    expect(report.byK[0].ambiguity).toBeCloseTo(2 / 3, 12);
    expect(report.byK[1].unreliability).toBe(0.25);
    expect(report.distances.chebyshev).toBeCloseTo((0.3 + 0.2 + 0.6 + 0.9) / 4, 6);
    expect(report.distances.manhattan).toBeCloseTo(2 * report.distances.chebyshev, 6);
  });

  it('explains itself in words and takes candidate sets', () => {
    expect(check(...both('p.npy', 'y.npy')).stdout).toContain('Theorem');
    const report = JSON.parse(
      check('--labels', file('y.npy'), '--candidates', file('sets.npy'), '--json').stdout,
    ) as { byK: { k?: number; unreliability: number }[] };
    expect(report.byK).toHaveLength(1);
    expect(report.byK[0].k).toBeUndefined();
    expect(report.byK[0].unreliability).toBe(0.25);
  });

  it('writes the page beside its answer: one file, no script, nothing from elsewhere', () => {
    const page = file('report.html');
    const answer = check(...both('p.npy', 'y.npy'), '--html', page, '--json');
    expect(answer.stderr).toContain('report.html');
    const report: unknown = JSON.parse(answer.stdout);
    const html = readFileSync(page, 'utf8');
    const json = /<pre class="json">(.*)<\/pre>/s.exec(html)![1].replaceAll('&quot;', '"');
    expect(JSON.parse(json)).toEqual(report);
    expect(html).toContain('p.npy');
    expect(html.match(/<figure/g)).toHaveLength(4);
    expect(html).not.toMatch(/<script|(src|href)=/);
  });

  it('refuses a page that is an input, a folder or nowhere, before any work', () => {
    for (const page of [file('p.npy'), folder, join(folder, 'nowhere', 'r.html')]) {
      const answer = check(...both('nan.npy', 'y.npy'), '--html', page);
      if (page !== file('p.npy')) expect(answer.stderr).toContain('--html');
      expect(isRefusal(answer), answer.stderr).toBe(true);
    }
    expect(check(...both('p.npy', 'y.npy'), '--html', file('p.npy')).stderr).toContain('--html');
    expect(JSON.parse(check(...both('p.npy', 'y.npy'), '--json').stdout)).toMatchObject({ n: 4 });
  });

  it.each([
    ['labels out of range', both('p.npy', 'bad-y.npy')],
    ['a wrong number of labels', both('p.npy', 'short-y.npy')],
    ['rows that do not sum to 1', both('unnormalised.npy', 'y.npy')],
    ['NaN', both('nan.npy', 'y.npy')],
    ['a file that is no array', both('text.npy', 'y.npy')],
    ['a missing file', both('absent.npy', 'y.npy')],
    ['labels as soft labels', both('y.npy', 'y.npy')],
    ['k ≥ C', [...both('p.npy', 'y.npy'), '--k', '3']],
    ['no soft labels', ['--labels', file('y.npy')]],
  ])('refuses %s', (_what, args) => {
    const answer = check(...args);
    expect(isRefusal(answer), answer.stderr).toBe(true);
  });
});
