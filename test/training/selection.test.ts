import { describe, expect, it } from 'vitest';
import { briefCurve, briefSoftLabels, thin } from '../../lib/training/brief';
import { meanMetrics } from '../../lib/training/end-of-epoch';
import type { EpochLine } from '../../lib/training/observer';
import { hasStalled, isEvaluated, selectEpochs } from '../../lib/training/selection';
import { tinySpec } from './tiny';

const metrics = (epoch: number, top1: number) => ({ epoch, top1, top5: 0, nll: 0, ece: 0, aurc: 0 });
const line = (epoch: number, test?: number, validation?: number): EpochLine => ({
  epoch,
  learningRate: 0.1,
  loss: 1,
  parts: { ce: 1 },
  trainTop1: 50,
  ...(test !== undefined && { test: metrics(epoch, test) }),
  ...(validation !== undefined && { validation: metrics(epoch, validation) }),
  imagesPerSecond: 1,
  seconds: 1,
});

describe('selection of epochs', () => {
  it('gives test metrics of the last, the best-test and the best-validation epoch, ties to the earlier', () => {
    const lines = [line(1, 60, 50), line(2, 80, 70), line(3, 75, 72), line(4, 80, 72), line(5, 71, 60)];
    const { last, bestTest, bestValidation } = selectEpochs(lines);
    expect([last.epoch, bestTest.epoch, bestValidation!.epoch]).toEqual([5, 2, 3]);
    expect(bestValidation!.top1).toBe(75);
  });

  it('passes over epochs without an evaluation', () => {
    const { last, bestTest, ...others } = selectEpochs([line(1), line(2, 50), line(3), line(4, 40)]);
    expect([last.epoch, bestTest.epoch]).toEqual([4, 2]);
    expect(others).toEqual({});
  });

  it('evaluates every n-th epoch and the last', () => {
    const spec = { ...tinySpec, epochs: 8, evaluateEvery: 3 };
    expect([1, 2, 3, 4, 5, 6, 7, 8].filter((epoch) => isEvaluated(epoch, spec))).toEqual([3, 6, 8]);
  });

  it('has stalled when the last evaluations stayed at or below the best before', () => {
    const rule = { patience: 2, on: 'test' } as const;
    const stalled = (...scores: (number | undefined)[]) =>
      hasStalled(
        scores.map((score, i) => line(i + 1, score)),
        rule,
      );
    expect(stalled()).toBe(false);
    expect(stalled(50, 40)).toBe(false);
    expect(stalled(50, 40, 50)).toBe(true);
    expect(stalled(50, 40, 51)).toBe(false);
    expect(stalled(50, 40, 51, 40)).toBe(false);
    expect(stalled(50, undefined, 40, undefined)).toBe(false);
    expect(hasStalled([line(1, 50), line(2, 50), line(3, 50)], undefined)).toBe(false);
  });

  it('averages the metrics of several learners', () => {
    const first = { ...metrics(2, 60), perClass: [50, 70] };
    const second = { ...metrics(2, 80), perClass: [100, 60] };
    expect(meanMetrics([first, second])).toEqual({ ...metrics(2, 70), perClass: [75, 65] });
  });
});

describe('what a record keeps', () => {
  const entry = (source: 'peer' | 'teacher', epoch: number, split: 'train' | 'test' = 'train') => ({
    source,
    view: 'weak',
    split,
    epoch,
    k: [1],
    unreliability: [0],
    ambiguity: [0],
    distances: { chebyshev: 0, kl: 0, klInfinite: 0, manhattan: 0, euclidean: 0 },
  });

  it('is evenly spaced and ends with the last', () => {
    expect(thin([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([1, 4, 7]);
    expect(thin([1, 2], 3)).toEqual([1, 2]);
    expect(thin([1, 2, 3], 1)).toEqual([3]);
  });

  it('is twenty epochs of a peer, the last of a teacher', () => {
    const epochs = Array.from({ length: 240 }, (_, i) => i + 1);
    const brief = briefSoftLabels([
      entry('teacher', 0, 'test'),
      ...epochs.flatMap((epoch) => [entry('peer', epoch), entry('teacher', epoch)]),
    ]);
    expect(brief.filter(({ source }) => source === 'peer')).toHaveLength(20);
    expect(brief.filter(({ source }) => source === 'teacher').map(({ epoch }) => epoch)).toEqual([0, 240]);
  });

  it('rounds the curve', () => {
    expect(briefCurve([{ epoch: 1, loss: 1.23456789, top1: 81.234567 }])).toEqual([
      { epoch: 1, loss: 1.2346, top1: 81.235 },
    ]);
  });
});
