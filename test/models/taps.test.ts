import { describe, expect, it } from 'vitest';
import { tf } from '../../lib/engine/tensorflow';
import { buildNetwork } from '../../lib/models';
import { hashedMap } from '../engine/tensors';

const options = { classes: 5, side: 16, channels: 3, seed: 3 };

describe('taps', () => {
  it.each([
    ['resnet8', ['stem', 'layer1', 'layer2', 'layer3']],
    ['cnn28', ['conv1', 'conv2', 'fc1']],
    ['mlp28', ['fc1']],
  ])('%s: a tap is the ReLU of its :pre', (name, taps) => {
    const network = buildNetwork(name, options);
    expect(network.tapNames).toEqual(taps.flatMap((tap) => [tap, `${tap}:pre`]));
    const { taps: values } = network.evaluate(hashedMap(1, [2, 3, 16, 16]), network.tapNames);
    for (const tap of taps) {
      const before = values[`${tap}:pre`].dataSync();
      expect(Array.from(values[tap].dataSync())).toEqual(Array.from(before, (v) => Math.max(v, 0)));
      expect(before.some((v) => v < 0)).toBe(true);
    }
    network.dispose();
  });

  it('resnet8: shapes by stage, and the pooled layer3 is the features', () => {
    const network = buildNetwork('resnet8', options);
    const { taps, features } = network.evaluate(hashedMap(1, [2, 3, 16, 16]), ['layer1', 'layer2', 'layer3']);
    expect(taps.layer1.shape).toEqual([2, 16, 16, 16]);
    expect(taps.layer2.shape).toEqual([2, 8, 8, 32]);
    expect(taps.layer3.shape).toEqual([2, 4, 4, 64]);
    const difference = tf.max(tf.abs(tf.sub(tf.mean(taps.layer3, [1, 2]), features))).dataSync()[0];
    expect(difference).toBeLessThan(1e-6);
    network.dispose();
  });

  it('wrn: blockN is the sum that leaves the group, blockN:pre the batch norm that reads it', () => {
    const network = buildNetwork('wrn_16_1', options);
    expect(network.tapNames).toEqual([
      'stem',
      'block1',
      'block1:pre',
      'block2',
      'block2:pre',
      'block3',
      'block3:pre',
    ]);
    const { taps, features } = network.evaluate(hashedMap(1, [2, 3, 16, 16]), [
      'block2',
      'block2:pre',
      'block3:pre',
    ]);
    // With fresh statistics (mean 0, variance 1) the batch norm is x / √(1 + ε).
    const normed = tf.div(taps.block2, Math.sqrt(1 + 1e-5));
    expect(tf.max(tf.abs(tf.sub(normed, taps['block2:pre']))).dataSync()[0]).toBeLessThan(1e-5);
    const pooled = tf.mean(tf.relu(taps['block3:pre']), [1, 2]);
    expect(tf.max(tf.abs(tf.sub(pooled, features))).dataSync()[0]).toBeLessThan(1e-6);
    network.dispose();
  });
});
