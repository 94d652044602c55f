import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../lib/base';
import type { EpochMetrics, SoftLabelIndicators } from '../../lib/base';
import { readRecord, writeRecord } from '../../lib/results';
import { briefCurve, briefMeasureCurves, briefMeasures, briefSoftLabels } from '../../lib/training/brief';
import { exampleSpec, recordOf } from '../results/samples';

const folder = mkdtempSync(join(tmpdir(), 'kdlab-brief-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CLASSES = 100;
const EPOCHS = 200;
const NETWORKS = 2;
const epochs = Array.from({ length: EPOCHS }, (_, i) => i + 1);
const stream = new RandomStream(1, 'brief');
const draw = (scale = 1) => scale * stream.uniform();
const draws = (count: number, scale = 1) => Array.from({ length: count }, () => draw(scale));
const indicator = () => Number(draw().toFixed(6));

const metrics = (epoch: number): EpochMetrics => ({
  ...{ epoch, top1: draw(100), top5: draw(100), nll: draw(), ece: draw(), aurc: draw(1000) },
  perClass: Array.from({ length: CLASSES }, () => stream.integer(101)), // 100 test images a class
});
const peer = (view: string, epoch: number): SoftLabelIndicators => ({
  ...{ source: 'peer', view, split: 'train', epoch, k: [1, 2, 3, 4, 5] },
  unreliability: Array.from({ length: 5 }, indicator),
  ambiguity: Array.from({ length: 5 }, indicator),
  distances: {
    ...{ chebyshev: indicator(), kl: indicator(), klInfinite: 0 },
    ...{ manhattan: indicator(), euclidean: indicator() },
  },
});
const views = ['all@1', 'all@2', 'selected@1', 'selected@2'];
/** As many as a run with noisy labels and label correction has. */
const MEASURES = 24;

describe('a record of two networks at full length', () => {
  const softLabels = briefSoftLabels(epochs.flatMap((epoch) => views.map((view) => peer(view, epoch))));

  it('keeps each soft label to its last epoch and fits into a record', () => {
    for (const view of views) {
      const own = softLabels.filter((entry) => entry.view === view).map(({ epoch }) => epoch);
      expect(own).toHaveLength(6);
      expect([own[0], own.at(-1)]).toEqual([1, EPOCHS]);
    }
    const record = recordOf(exampleSpec, 50, {
      softLabels,
      metrics: {
        ...{ last: metrics(EPOCHS), bestTest: metrics(EPOCHS), ensemble: metrics(EPOCHS) },
        learners: Array.from({ length: NETWORKS }, () => ({
          ...{ last: metrics(EPOCHS), bestTest: metrics(EPOCHS) },
        })),
      },
      curve: briefCurve(
        epochs.map((epoch) => ({ epoch, loss: draw(), trainTop1: draw(100), top1: draw(100) })),
      ),
      measures: briefMeasures({ selectedByClass: draws(CLASSES, 100), sampleEntropies: draws(200) }),
      measureCurves: briefMeasureCurves({
        epochs,
        values: Object.fromEntries(
          Array.from({ length: MEASURES }, (_, i) => [`unselectedPurity${i}`, draws(EPOCHS, 100)]),
        ),
      }),
    });
    const stored = readRecord(writeRecord(record, folder)); // writing refuses what is too large
    expect(stored.measureCurves!.epochs).toHaveLength(60);
    expect(stored.measureCurves!.epochs.at(-1)).toBe(EPOCHS);
  });
});
