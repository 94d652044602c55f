import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configId, runId } from '../../lib/base/run-id';
import type { RunSpec } from '../../lib/base/run-spec';
import { parseRunSpec } from '../../lib/base/schemas';

interface Known {
  name: string;
  configId: string;
  runId: string;
  spec: RunSpec;
}

const known = JSON.parse(readFileSync(join(__dirname, '../fixtures/joints/run-ids.json'), 'utf8')) as Known[];
const [plain, teacher, distilled, everything, mutual] = known.map(({ spec }) => spec);

describe('names of committed specifications', () => {
  // These names are in records that are kept for good. A change here orphans every one of them.
  it.each(known)('$name', (entry) => {
    expect(parseRunSpec(entry.spec, 'run-ids.json')).toEqual(entry.spec);
    expect(configId(entry.spec)).toBe(entry.configId);
    expect(runId(entry.spec)).toBe(entry.runId);
  });

  it('differ from each other', () => {
    expect(new Set(known.map((entry) => entry.configId)).size).toBe(known.length);
  });
});

describe('configId', () => {
  it('ignores the seed, which only runId carries', () => {
    expect(configId({ ...plain, seed: 9 })).toBe(configId(plain));
    expect(runId({ ...plain, seed: 9 })).toBe(`${configId(plain)}-s9`);
  });

  it('ignores fields equal to their default', () => {
    const spelled: RunSpec = {
      ...plain,
      data: {
        ...plain.data,
        labels: 'fine',
        normalise: 'train',
        views: { weak: { crop: 0, resizedCrop: false, flip: false } },
      },
      method: { ...plain.method, lossOptions: {}, options: {} },
      optimiser: { ...plain.optimiser, momentum: 0.9, decayOn: 'all' },
      schedule: { ...plain.schedule, factor: 0.1 },
      evaluateEvery: 1,
    };
    expect(configId(spelled)).toBe(configId(plain));
  });

  it('ignores the order of keys and absent fields written as undefined', () => {
    const reversed = Object.fromEntries(Object.entries(plain).reverse()) as unknown as RunSpec;
    expect(configId(reversed)).toBe(configId(plain));
    expect(configId({ ...plain, teacher: undefined, earlyStopping: undefined })).toBe(configId(plain));
  });

  it('changes with anything that is not the default', () => {
    const changes: Partial<RunSpec>[] = [
      { model: 'mlp28' },
      { epochs: 31 },
      { batchSize: 65 },
      { evaluateEvery: 2 },
      { data: { ...plain.data, views: { weak: { crop: 2 } } } },
      { data: { ...plain.data, views: { weak: { resizedCrop: true } } } },
      { data: { ...plain.data, subsetSeed: 2 } },
      { optimiser: { ...plain.optimiser, momentum: 0.8 } },
      { method: { ...plain.method, loss: 'label-smoothing' } },
      { method: { ...plain.method, lossOptions: { smoothing: 0.2 } } },
      { teacher: distilled.teacher },
    ];
    const ids = changes.map((change) => configId({ ...plain, ...change }));
    expect(new Set([configId(plain), ...ids]).size).toBe(changes.length + 1);
  });

  it('keeps a default value where the field means something else', () => {
    // 0.9 is the default of the momentum, not of the learning rate or of a loss option.
    const withOption = { ...plain, method: { ...plain.method, lossOptions: { momentum: 0.9 } } };
    expect(configId(withOption)).not.toBe(configId(plain));
  });

  it('names a teacher by its run, seed included, or by its file’s checksum, not its path', () => {
    const from = (run: RunSpec): RunSpec => ({ ...distilled, teacher: { run } });
    expect(configId(from({ ...teacher, seed: 2 }))).not.toBe(configId(distilled));
    expect(configId(from({ ...teacher, evaluateEvery: 1 }))).toBe(configId(distilled));
    const file = everything.teacher as { file: string; sha256: string; model: string };
    expect(configId({ ...everything, teacher: { ...file, file: 'elsewhere.pth' } })).toBe(
      configId(everything),
    );
    expect(configId({ ...everything, teacher: { ...file, sha256: 'cd'.repeat(32) } })).not.toBe(
      configId(everything),
    );
  });

  it('tells the peers of mutual learning from one learner', () => {
    expect(configId({ ...mutual, model: 'cnn28' })).not.toBe(configId(mutual));
  });
});
