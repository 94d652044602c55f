import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunSpec } from '../../lib/base';
import { makeRecord, RunFolder, trainRun } from '../../lib/training';
import { tinySpec, tinyStudent } from './tiny';

let runs: string;
beforeAll(() => (runs = mkdtempSync(join(tmpdir(), 'kdlab-two-view-'))));
afterAll(() => rmSync(runs, { recursive: true, force: true }));

const spec = (passes: string, loss = 'crld'): RunSpec => ({
  ...tinyStudent,
  data: {
    ...tinySpec.data,
    views: { weak: { crop: 2, flip: true }, strong: { crop: 2, flip: true, policy: 'rand-augment' } },
  },
  method: { name: 'two-view', loss, options: { passes } },
  optimiser: { ...tinySpec.optimiser, learningRate: 0.01 },
});

const train = (run: RunSpec, name: string, signal?: { controller: AbortController; after: number }) => {
  let steps = 0;
  return trainRun(run, {
    folder: join(runs, name),
    runsFolder: runs,
    resume: true,
    signal: signal?.controller.signal,
    observer: {
      onStep: () => {
        if (++steps === signal?.after) signal.controller.abort();
      },
    },
  });
};

/** What a run leaves behind, without what the clock says. */
function outcome(name: string) {
  const folder = join(runs, name);
  const weights = createHash('sha256')
    .update(readFileSync(join(folder, 'weights.safetensors')))
    .digest('hex');
  const { environment: _, seconds: __, folder: ___, ...result } = new RunFolder(folder).result()!;
  return { weights, result };
}

describe.each(['separate', 'concatenated'])('a run on two views, %s passes', (passes) => {
  it('ends with the same bits and measures after a stop inside an epoch', async () => {
    await train(spec(passes), `whole-${passes}`);
    const stop = { controller: new AbortController(), after: 8 };
    await expect(train(spec(passes), `stopped-${passes}`, stop)).rejects.toThrow(
      /stopped in epoch 2 after step 3/,
    );
    await train(spec(passes), `stopped-${passes}`);
    expect(outcome(`stopped-${passes}`)).toEqual(outcome(`whole-${passes}`));
  });
});

describe('the record of a run on two views', () => {
  it('says what was kept, right, followed and copied, over the epochs and by class', async () => {
    await train(spec('separate'), 'record');
    const place = {
      paper: 'crld',
      table: 'same',
      row: 'crld',
      column: 'x',
      profile: 'smoke',
      profileData: 'x',
    } as const;
    const { measures, measureCurves, softLabels, curve, metrics } = makeRecord(join(runs, 'record'), place);
    for (const view of ['weak', 'strong']) {
      expect(measures![`classKept@${view}`]).toHaveLength(10);
      expect(measures![`teacherTestTop1@${view}`]).toHaveLength(1);
      expect(measures![`studentTestConfidenceHistogram@${view}`]).toHaveLength(20);
      const shares = measures![`teacherConfidenceHistogram@${view}`];
      expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(100, 2);
      expect(measureCurves!.values[`kept@${view}`]).toHaveLength(4);
      expect(measureCurves!.values[`kept@${view}`][3]).toBeCloseTo(measures![`kept@${view}`][0], 2);
    }
    expect(measureCurves!.epochs).toEqual([1, 2, 3, 4]);
    expect(Object.keys(measureCurves!.values)).not.toContain('classKept@weak');
    expect(metrics.last.copiedErrors).toBeGreaterThanOrEqual(0);
    expect(curve[3].copiedErrors).toBeCloseTo(metrics.last.copiedErrors!, 2);
    const views = softLabels
      .filter(({ source }) => source === 'teacher')
      .map(({ view, split }) => `${view} ${split}`);
    expect(views).toEqual(
      expect.arrayContaining(['weak test', 'weak train', 'strong train', 'selected strong train']),
    );
  });

  it('holds kept soft labels that are all of them where the threshold is 0', async () => {
    const all = spec('separate');
    all.method = { ...all.method, lossOptions: { weakThreshold: 0, strongThreshold: 0 } };
    const { softLabels, measures } = await train(all, 'no-masks');
    expect(measures!['kept@weak']).toEqual([100]);
    const of = (name: string) => {
      const { view: _view, ...rest } = softLabels
        .filter(({ view, split }) => view === name && split === 'train')
        .at(-1)!;
      return rest;
    };
    expect(of('selected weak')).toEqual(of('weak'));
    expect(of('selected strong')).toEqual(of('strong'));
  });

  it('of the strong view alone measures it on the test images', async () => {
    const { views: all } = spec('separate').data;
    const alone: RunSpec = {
      ...spec('separate'),
      data: { ...tinySpec.data, views: { strong: all!.strong } },
      method: { name: 'one-view', loss: 'kd' },
    };
    const { measures } = await train(alone, 'strong-only');
    expect(measures!['studentTestTop1@strong']).toHaveLength(1);
    expect(measures).not.toHaveProperty('studentTestTop1@weak');
  });
});
