import { describe, expect, it } from 'vitest';
import type { ClaimDefinition, RunRecord } from '../../lib/base';
import { judgeClaims } from '../../lib/results/claims';
import { decideByInterval, decideExactly } from '../../lib/results/claim-verdict';
import type { ClaimResult } from '../../lib/results/claim-result';
import { cellOf, recordsOf, tableOf } from './samples';

const above = { side: 'above', margin: 0 } as const;
const below = { side: 'below', margin: 0 } as const;

describe('decideByInterval', () => {
  it('supports, contradicts or stays inconclusive by where the whole interval lies', () => {
    expect(decideByInterval([2.54, 2.48, 1.64], above, 'seeds').verdict).toBe('supported');
    expect(decideByInterval([2.54, 2.48, 1.64], below, 'seeds').verdict).toBe('contradicted');
    expect(decideByInterval([-2.54, -2.48, -1.64], above, 'seeds').verdict).toBe('contradicted');
    expect(decideByInterval([-2.54, -2.48, -1.64], below, 'seeds').verdict).toBe('supported');
    expect(decideByInterval([-1, 0.5, 2], above, 'seeds').verdict).toBe('inconclusive');
  });

  it('holds against the margin, not against zero', () => {
    // The interval is [0.97, 3.47].
    const values = [2.54, 2.48, 1.64];
    expect(decideByInterval(values, { side: 'above', margin: 0.97 }, 'seeds').verdict).toBe('supported');
    expect(decideByInterval(values, { side: 'above', margin: 0.98 }, 'seeds').verdict).toBe('inconclusive');
    expect(decideByInterval(values, { side: 'above', margin: 3.47 }, 'seeds').verdict).toBe('contradicted');
  });

  it('is inconclusive where the interval only touches the margin', () => {
    const found = decideByInterval([1, 1, 1], { side: 'above', margin: 1 }, 'seeds');
    expect(found.text).toBe('inconclusive (no practical number of seeds)');
    expect(decideByInterval([1, 1, 1], above, 'seeds').verdict).toBe('supported');
  });

  it('names the number that would decide, which exceeds the number seen', () => {
    // Mean 0.5, sd 1.5: t(.975, 36)·1.5/√37 = 0.5001 > 0.5 > t(.975, 37)·1.5/√38 = 0.4930.
    expect(decideByInterval([-1, 0.5, 2], above, 'seeds').text).toBe('inconclusive (about 38 seeds)');
  });
});

describe('decideExactly', () => {
  it('wants every value on the claimed side', () => {
    const tolerance = { side: 'below', margin: 1e-6 } as const;
    expect(decideExactly([1e-8, 0], tolerance).verdict).toBe('supported');
    expect(decideExactly([1e-8, 1e-5], tolerance).verdict).toBe('contradicted');
    expect(decideExactly([1e-6], tolerance).verdict).toBe('contradicted');
    expect(decideExactly([1, 2], { side: 'above', margin: 0.5 }).verdict).toBe('supported');
  });
});

describe('judgeClaims', () => {
  const kd = cellOf('kd', 'small', 'cpu');
  const ce = cellOf('ce', 'small', 'cpu', { seconds: 30 });
  const table = tableOf([kd, ce]);
  const claim: ClaimDefinition = {
    id: 'X1',
    paper: 'example',
    statement: 'KD exceeds CE',
    kind: 'seeds',
    side: 'above',
    margin: 0,
    unit: 'points of top-1',
    runs: {
      table: 'demo',
      profile: 'cpu',
      seeds: 3,
      cells: [
        { row: 'kd', column: 'small' },
        { row: 'ce', column: 'small' },
      ],
      perSeed: ([a, b]: RunRecord[]) => a.metrics.last.top1 - b.metrics.last.top1,
    },
  };
  const records = [...recordsOf(kd, [70, 71, 72]), ...recordsOf(ce, [67, 68.2, 68.9])];
  const judge = (change: Partial<ClaimDefinition>, given: RunRecord[], results: ClaimResult[] = []) =>
    judgeClaims([{ ...claim, ...change }], { records: given, tables: [table], results })[0];

  it('pairs the seeds and reports effect, interval, seeds and records', () => {
    const found = judge({}, records);
    expect(found).toMatchObject({ verdict: 'supported', text: 'supported', profile: 'cpu', missingRuns: 0 });
    expect(found.seeds).toEqual([1, 2, 3]);
    expect(found.values.map((value) => Math.round(10 * value) / 10)).toEqual([3, 2.8, 3.1]);
    expect(found.effect).toBeCloseTo(8.9 / 3, 10);
    expect(found.interval!.low).toBeGreaterThan(2.5);
    expect(found.records).toEqual(expect.arrayContaining(records.map((record) => record.runId)));
    expect(found.records).toHaveLength(6);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it('finds runs that are stored under another table', () => {
    const elsewhere = records.map((record) => ({ ...record, paper: 'other', table: 'one' }));
    expect(judge({}, elsewhere).verdict).toBe('supported');
  });

  it('counts the committed seeds only', () => {
    const more = [...recordsOf(kd, [70, 71, 72, 0]), ...recordsOf(ce, [67, 68.2, 68.9, 99])];
    expect(judge({}, more).values).toHaveLength(3);
  });

  it('drops no seed: with one missing it is not run, and says how long that takes', () => {
    const found = judge({}, records.slice(1, 5));
    // Missing are seed 1 of kd (60 s) and seed 3 of ce (30 s).
    expect(found).toMatchObject({
      verdict: 'not run',
      text: 'not run (about 2 minutes at cpu)',
      missingRuns: 2,
    });
    expect(found.records).toHaveLength(4);
    expect(judge({}, records.slice(0, 5)).text).toBe('not run (about 1 minute at cpu)');
    expect(found).not.toHaveProperty('effect');
  });

  it('says what is needed where nobody here can run it, but judges records that are there', () => {
    const needs = 'a GPU';
    expect(judge({ needs }, [])).toMatchObject({
      verdict: 'not testable here',
      text: 'not testable here (needs a GPU)',
    });
    expect(judge({ needs }, records).verdict).toBe('supported');
  });

  it('marks a table that selects the best test epoch', () => {
    const optimistic = tableOf([kd, ce], { selection: 'bestTest' });
    const [found] = judgeClaims([claim], { records, tables: [optimistic] });
    expect(found.optimistic).toBe(true);
    expect(judge({}, records)).not.toHaveProperty('optimistic');
  });

  it('judges stored results of simulations, benchmarks and exact checks', () => {
    const result = (kind: ClaimResult['kind'], values: number[]): ClaimResult => ({
      resultVersion: 1,
      paper: 'example',
      id: 'X1',
      kind,
      values,
      unit: '1',
      how: 'by example',
      seconds: 1,
      environment: { node: 'v20', cpu: 'example', commit: 'unknown', date: '2025-01-01' },
    });
    const of = (kind: ClaimResult['kind'], values: number[], margin = 0) =>
      judge({ kind, runs: undefined, result: 'X1', margin }, [], [result(kind, values)]);
    expect(of('simulation', [0.31, 0.29, 0.33]).text).toBe('supported');
    expect(of('simulation', [-1, 0.5, 2]).text).toBe('inconclusive (about 38 replicates)');
    expect(of('cost', [-1, 0.5, 2]).text).toBe('inconclusive (about 38 blocks)');
    expect(of('exact', [0.5]).text).toBe('supported');
    expect(of('exact', [0.5], 0.6).text).toBe('contradicted');
    expect(of('exact', [0.5]).records).toEqual(['example/claims/X1']);
    expect(judge({ kind: 'exact', runs: undefined }, []).text).toBe('not run');
    expect(() => judge({ kind: 'cost', runs: undefined }, [], [result('exact', [1])])).toThrow(
      "claim example/X1: its stored result is of kind 'exact', needed is 'cost'",
    );
  });

  it('refuses definitions that name too few seeds, no table or no cell', () => {
    const runs = claim.runs!;
    expect(() => judge({ runs: { ...runs, seeds: 2 } }, records)).toThrow("field 'runs.seeds': found 2");
    expect(() => judge({ runs: { ...runs, table: 'none' } }, records)).toThrow("found 'none', no such table");
    expect(() => judge({ runs: { ...runs, profile: 'quick' } }, records)).toThrow(
      "found 'kd' × 'small', table demo has no such cell at profile quick",
    );
  });
});
