import { describe, expect, it } from 'vitest';
import { Sgd } from '../../lib/engine/sgd';
import { tensorCount } from '../../lib/engine/memory-guard';
import { tf } from '../../lib/engine/tensorflow';
import { buildNetwork, freeze } from '../../lib/models';
import { hashedMap } from '../engine/tensors';

describe('freeze', () => {
  it('gives a teacher that later training does not reach and that has no way to train', () => {
    const network = buildNetwork('resnet8', { classes: 4, side: 8, channels: 3, seed: 1 });
    const images = hashedMap(1, [4, 3, 8, 8]);
    const teacher = freeze(network);
    const before = Array.from(teacher.logits(images).dataSync());
    expect(before).toEqual(Array.from(network.logits(images).dataSync()));
    const pass = network.forward(images);
    pass.backward({ logits: tf.onesLike(pass.logits) });
    new Sgd(network.flat, { momentum: 0 }).step(0.1);
    expect(Array.from(network.logits(images).dataSync())).not.toEqual(before);
    expect(Array.from(teacher.logits(images).dataSync())).toEqual(before);
    network.dispose();
    expect(Array.from(teacher.evaluate(images).logits.dataSync())).toEqual(before);
    expect(Object.keys(teacher).sort()).toEqual(['classes', 'dispose', 'evaluate', 'logits', 'name']);
  });

  it('frees what it took', () => {
    const network = buildNetwork('wrn_16_1', { classes: 4, side: 8, channels: 3, seed: 1 });
    const images = hashedMap(1, [2, 3, 8, 8]);
    const before = tensorCount();
    const teacher = freeze(network);
    teacher.logits(images).dispose();
    teacher.dispose();
    expect(tensorCount()).toBe(before);
  });
});
