import { describe, expect, it } from 'vitest';
import { lossGradients } from '../../lib/engine/loss-gradients';
import { MemoryGuard, tensorCount } from '../../lib/engine/memory-guard';
import { Sgd } from '../../lib/engine/sgd';
import { tf } from '../../lib/engine/tensorflow';
import { buildNetwork } from '../../lib/models';
import { hashedMap } from './tensors';

describe('MemoryGuard', () => {
  it('lets the first step set up and hands results through', () => {
    const guard = new MemoryGuard();
    expect(guard.guardStep(() => tf.scalar(3).dataSync()[0])).toBe(3);
    expect(guard.guardStep(() => 4)).toBe(4);
  });

  it('fails a later step that leaks, with the number', () => {
    const guard = new MemoryGuard();
    guard.guardStep(() => undefined);
    expect(() => guard.guardStep(() => [tf.scalar(1), tf.scalar(2)])).toThrow(
      /training step 2 leaks 2 tensors/,
    );
  });

  it('sees a constant count over 100 steps of training, batch sizes and evaluations between', () => {
    const network = buildNetwork('resnet8', { classes: 3, side: 8, channels: 3, seed: 1 });
    const optimiser = new Sgd(network.flat, {
      momentum: 0.9,
      nesterov: true,
      weightDecay: 1e-4,
      decayOn: 'weights',
    });
    const guard = new MemoryGuard();
    const batches = [hashedMap(1, [4, 3, 8, 8]), hashedMap(2, [3, 3, 8, 8])];
    const counts = new Set<number>();
    for (let step = 0; step < 100; step++) {
      guard.guardStep(() => {
        const pass = network.forward(batches[step % 2], { tap: ['layer1'] });
        const { gradients } = lossGradients(
          (logits) => ({ square: tf.mean(tf.square(logits)) }),
          [pass.logits],
        );
        pass.backward({ logits: gradients[0] });
        optimiser.step(0.01);
      });
      if (step > 0) counts.add(tensorCount());
      if (step % 10 === 0) network.logits(batches[0]).dispose();
    }
    expect(counts.size).toBe(1);
  });
});
