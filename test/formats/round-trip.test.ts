import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';
import { tf } from '../../lib/engine';
import * as formats from '../../lib/formats';
import { decodeNpy, decodeWeights, encodeSafetensors } from '../../lib/formats';
import { buildNetwork } from '../../lib/models';
import { predictions } from '../../lib/training';
import { differenceToScale } from '../engine/tensors';
import written from '../fixtures/weights/written.json';
import { fixture } from './corpus';
import { embeddedImages } from './embedded-images';

const { writtenFile } = createRequire(__filename)('../fixtures/weights/written.cjs') as {
  writtenFile: (library: typeof formats) => Buffer;
};

const IMAGES = 400;
const images = embeddedImages(IMAGES);

/** Evaluation-mode outputs of a resnet8 with a file's weights on the embedded images. */
function outputs(bytes: Buffer, file: string): { logits: Float32Array; features: Float32Array } {
  const network = buildNetwork('resnet8', { classes: 10, side: 32, channels: 3, seed: 1 });
  network.loadState(decodeWeights(bytes, file).arrays, file);
  const results = tf.tidy(() => {
    const nchw = tf.tensor4d(images.data, images.shape as [number, number, number, number]);
    const { logits, features } = network.evaluate(nchw.transpose<Tensor4D>([0, 2, 3, 1]));
    return {
      logits: Float32Array.from(logits.dataSync()),
      features: Float32Array.from(features.dataSync()),
    };
  });
  network.dispose();
  return results;
}

const numbers = (file: string) => decodeNpy(fixture(file), file).data as Float32Array;

describe('a resnet8 trained in PyTorch', () => {
  it.each(['resnet8.safetensors', 'resnet8.pth', 'resnet8-legacy.pth'])(
    'predicts from %s what it predicted there, image for image',
    (file) => {
      const expected = numbers('resnet8-logits.npy');
      const { logits, features } = outputs(fixture(file), file);
      expect(predictions(logits, 10)).toEqual(predictions(expected, 10));
      expect(differenceToScale(logits, expected)).toBeLessThan(1e-4);
      const first = numbers('resnet8-features.npy');
      expect(differenceToScale(features.subarray(0, first.length), first)).toBeLessThan(1e-4);
    },
  );

  it('has learnt something, so that the equality means something', () => {
    const found = predictions(numbers('resnet8-logits.npy'), 10);
    const right = found.filter((label, i) => label === images.labels[i]).length;
    expect(right / IMAGES).toBeGreaterThan(0.8);
    expect(new Set(found).size).toBe(10);
  });

  it('is the same in all three formats, number for number', () => {
    const [one, ...others] = ['resnet8.safetensors', 'resnet8.pth', 'resnet8-legacy.pth'].map(
      (file) => decodeWeights(fixture(file), file).arrays,
    );
    for (const other of others) expect(other).toEqual(one);
  });
});

describe('and back: weights that PyTorch read from a file of ours', () => {
  const bytes = writtenFile(formats);

  it('come in the very bytes that PyTorch read', () => {
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(written.sha256);
  });

  it('predict there what they predict here, image for image', () => {
    const expected = numbers('written-logits.npy');
    const { logits } = outputs(bytes, 'written.safetensors');
    expect(predictions(logits, 10)).toEqual(predictions(expected, 10));
    expect(differenceToScale(logits, expected)).toBeLessThan(1e-4);
    expect(differenceToScale(expected, numbers('resnet8-logits.npy'))).toBeGreaterThan(1e-3);
  });

  it('survive a network of ours: loaded, read out and written again', () => {
    const { arrays, metadata } = decodeWeights(bytes, 'written.safetensors');
    const network = buildNetwork('resnet8', { classes: 10, side: 32, channels: 3, seed: 1 });
    network.loadState(arrays, 'written.safetensors');
    expect(encodeSafetensors({ arrays: network.state(), metadata }).equals(bytes)).toBe(true);
    network.dispose();
  });
});
