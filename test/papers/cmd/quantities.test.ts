import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../lib/base';
import { PAPERS } from '../../../lib/papers';
import { entropyFall, memorisationGap, overBest, purityGain } from '../../../lib/papers/cmd/quantities';
import { exampleSpec, recordOf } from '../../results/samples';

const record = (top1: number, more: Partial<RunRecord> = {}): RunRecord => recordOf(exampleSpec, top1, more);
const curves = (values: Record<string, (number | null)[]>) =>
  record(50, { measureCurves: { epochs: [1, 2, 3], values } });

describe('quantities of the claims', () => {
  it('purity counts epochs in which both kinds occur, by subset', () => {
    const run = curves({
      selectedPurity: [null, 80, 90],
      unselectedPurity: [10, 50, 70],
      selectedPurityNoisy: [null, 20, 30],
      unselectedPurityNoisy: [5, 10, null],
    });
    expect(purityGain(run)).toBe(25);
    expect(purityGain(run, 'Noisy')).toBe(10);
    expect(purityGain(curves({ selectedPurity: [null, null, null], unselectedPurity: [1, 2, 3] }))).toBe(0);
    expect(() => purityGain(record(1))).toThrow(/field 'measureCurves.values.selectedPurity'/);
  });

  it('the fall of the entropy is the smaller of both subsets', () => {
    expect(entropyFall(curves({ cleanEntropy: [0.9, 0.5, 0.1], noisyEntropy: [0.9, 0.8, 0.4] }))).toBeCloseTo(
      0.5,
    );
    expect(entropyFall(curves({ cleanEntropy: [0.5, 0.6, 0.7], noisyEntropy: [0.9, 0.8, 0.4] }))).toBeCloseTo(
      -0.2,
    );
  });

  it('a lead is over the best of the others, a gap what is lost after the best epoch', () => {
    expect(overBest([record(70), record(60), record(71)])).toBe(-1);
    const run = record(60);
    run.metrics.bestTest = { ...run.metrics.last, top1: 76 };
    expect(memorisationGap(run)).toBe(16);
  });
});

describe('claims', () => {
  const claims = PAPERS.find(({ name }) => name === 'cmd')!.claims;
  const claim = (id: string) => claims.find((one) => one.id === id)!;
  const decide = (id: string, records: RunRecord[]) => claim(id).runs!.perSeed(records);

  it('M1 is the mean lead over the main settings', () => {
    // [rising, cmd-s] in four settings
    const records = [1, 2, 3, 4].flatMap((lead) => [record(50 + lead), record(50)]);
    expect(claim('M1').runs!.cells).toHaveLength(8);
    expect(decide('M1', records)).toBe(2.5);
  });

  it('M2 is the lead over the better end', () => {
    const records = [0, 1, 2, 3].flatMap(() => [record(60), record(50), record(62)]);
    expect(decide('M2', records)).toBe(-2);
  });

  it('M3 is the slope of what all knowledge loses', () => {
    const gaps = [3, 1, -1]; // all − CMD-P at 20, 40, 60 %
    expect(
      decide(
        'M3',
        gaps.flatMap((gap) => [record(50 + gap), record(50)]),
      ),
    ).toBeCloseTo(-1, 10);
    expect(claim('M3').side).toBe('below');
  });

  it('M7 needs both levers at once', () => {
    const both = (own: number, selection: number, correction: number) =>
      [own, selection, correction].map((x) => record(x));
    expect(decide('M7', [...both(80, 60, 78), ...both(50, 49, 54)])).toBe(-1);
  });

  it('M13 is the smaller gain of two networks, M14 the fall of the best B', () => {
    const pair = record(72);
    pair.metrics.learners = [70, 74].map((top1) => {
      const metrics = { ...pair.metrics.last, top1 };
      return { last: metrics, bestTest: metrics };
    });
    expect(decide('M13', [record(69), pair, record(72), pair])).toBe(1);
    const grown = (growth: number, top1: number) =>
      recordOf(
        { ...exampleSpec, method: { name: 'one-view', loss: 'proselflc', lossOptions: { growth } } },
        top1,
      );
    const low = [8, 10, 12, 14, 16].map((B) => grown(B, B === 14 ? 70 : 60));
    const high = [8, 10, 12, 14, 16].map((B) => grown(B, B === 8 ? 40 : 30));
    expect(decide('M14', [...low, ...high])).toBe(6);
  });
});
