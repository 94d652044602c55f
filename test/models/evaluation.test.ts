import { describe, expect, it } from 'vitest';
import { tensorCount } from '../../lib/engine/memory-guard';
import { differenceToScale, hashedMap } from '../engine/tensors';
import { digest, digestDifference, filledNetwork, reference } from './reference';

describe('every model at its own side, and at 64 where the papers use it, against PyTorch', () => {
  it.each(reference.evaluations)('$model at side $side: logits and pooled features', (given) => {
    const { model, side, channels, width } = given;
    const before = tensorCount();
    const network = filledNetwork(model, { classes: 10, side, channels });
    const images = hashedMap(1001, [2, channels, side, side]);
    const { logits, features } = network.evaluate(images);
    expect(features.shape).toEqual([2, width]);
    expect(differenceToScale(logits.dataSync(), given.logits)).toBeLessThan(1e-4);
    const found = digest(features.dataSync());
    expect(digestDifference(found, given.features, 2 * width)).toBeLessThan(1e-4);
    for (const tensor of [images, logits, features]) tensor.dispose();
    network.dispose();
    expect(tensorCount()).toBe(before);
  });
});
