import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { tf } from '../../lib/engine/tensorflow';
import { InputError } from '../../lib/base/errors';
import { frame, frameRows } from '../../lib/notebook/frames';

describe('frame', () => {
  it('gives back the rows it was made of, with null for what a row lacks', async () => {
    const made = await frame([
      { method: 'kd', top1: 81.5, seed: 1 },
      { method: 'ce', top1: 80.25, note: 'plain' },
    ]);
    expect(made.shape).toEqual([2, 4]);
    expect(frameRows(made)).toEqual([
      { method: 'kd', top1: 81.5, seed: 1, note: null },
      { method: 'ce', top1: 80.25, seed: null, note: 'plain' },
    ]);
  });

  it('is danfojs: groups, selects and sorts', async () => {
    const made = await frame([
      { method: 'kd', top1: 82 },
      { method: 'ce', top1: 79 },
      { method: 'kd', top1: 80 },
    ]);
    expect(frameRows(made.groupby(['method']).agg({ top1: 'mean' }))).toEqual([
      { method: 'kd', top1_mean: 81 },
      { method: 'ce', top1_mean: 79 },
    ]);
    expect(frameRows(made.query(made.column('top1').gt(79.5)))).toHaveLength(2);
    expect(frameRows(made.sortValues('top1', { ascending: false }))[2]).toEqual({ method: 'ce', top1: 79 });
  });

  it('refuses no rows', async () => {
    await expect(frame([])).rejects.toThrow(InputError);
  });

  it("shares the engine's TensorFlow", async () => {
    await frame([{ a: 1 }]);
    const danfo = createRequire(__filename)('danfojs-node') as { tensorflow: unknown };
    expect(danfo.tensorflow).toBe(tf);
    const listing = execFileSync('npm', ['ls', '@tensorflow/tfjs-core', '--all', '--parseable'], {
      encoding: 'utf8',
    });
    expect(listing.trim().split('\n')).toHaveLength(1);
  });
});
