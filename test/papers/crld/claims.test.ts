import { describe, expect, it } from 'vitest';
import type { ClaimDefinition, RunRecord } from '../../../lib/base';
import { judgeClaims } from '../../../lib/results';
import { allTables, paperByName, tableById } from '../../../lib/papers';
import { recordOf } from '../../results/samples';

const { claims } = paperByName('crld');
const claim = (id: string): ClaimDefinition => claims.find((one) => one.id === id)!;

/** Records of a claim's cells: `numbers` gives what one cell's runs hold, by its place. */
function records(
  id: string,
  numbers: (cell: number, seed: number) => { top1?: number; copied?: number },
): RunRecord[] {
  const { table, profile, cells, seeds } = claim(id).runs!;
  return cells.flatMap(({ row, column }, at) => {
    const { spec } = tableById(`crld/${table}`).cells.find(
      (cell) => cell.row === row && cell.column === column && cell.profile === profile,
    )!;
    return Array.from({ length: seeds }, (_, i) => {
      const { top1 = 60, copied } = numbers(at, i + 1);
      const record = recordOf({ ...spec, seed: i + 1 }, top1);
      if (copied !== undefined) record.metrics.last.copiedErrors = copied;
      return record;
    });
  });
}

const judged = (id: string, all: RunRecord[]) =>
  judgeClaims([claim(id)], { records: all, tables: allTables() })[0];

describe('claims of CRLD', () => {
  it('take the smallest gain over the partners', () => {
    // kd: +2, dkd: +1, the seed's tenth on top of all of CRLD's.
    const tops = [62, 60, 62, 61];
    const { values, verdict } = judged(
      'C9',
      records('C9', (cell, seed) => ({ top1: tops[cell] + (cell % 2 === 0 ? seed / 10 : 0) })),
    );
    expect(values.map((value) => value.toFixed(2))).toEqual(['1.10', '1.20', '1.30']);
    expect(verdict).toBe('supported');
  });

  it('fit the slope over the doublings of the labels', () => {
    // Gains 4, 3 − …: exactly −1.5 a doubling. Cells come in pairs crld, kd at 10, 25, 50 and 100 %.
    const doublings = [0.1, 0.25, 0.5, 1].map(Math.log2);
    const { values } = judged(
      'C10',
      records('C10', (cell) => ({ top1: cell % 2 === 0 ? 60 - 1.5 * doublings[cell >> 1] : 58 })),
    );
    for (const value of values) expect(value).toBeCloseTo(-1.5, 10);
  });

  it('wait for runs that count copied errors', () => {
    const older = records('C7', () => ({}));
    expect(judged('C7', older)).toMatchObject({ verdict: 'not run', missingRuns: 6, values: [] });
    const mixed = records('C7', (cell) => (cell === 0 ? { copied: 30 } : {}));
    expect(judged('C7', mixed)).toMatchObject({ verdict: 'not run', missingRuns: 3 });
    const all = records('C7', (cell, seed) => ({ copied: (cell === 0 ? 30 : 34) + seed / 10 }));
    expect(judged('C7', all)).toMatchObject({ verdict: 'supported', effect: -4 });
  });

  it('read the same runs for both sides of the mask rule', () => {
    expect(claim('C8').runs!.cells).toEqual(claim('C8b').runs!.cells);
    const close = records('C8', (cell, seed) => ({ top1: 60 + (cell === 0 ? 0.01 * seed : 0) }));
    expect(judged('C8', close).verdict).toBe('supported');
    expect(judged('C8b', close).verdict).toBe('supported');
  });
});
