import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';
import { lossGradients } from '../../lib/engine/loss-gradients';
import { tensorCount } from '../../lib/engine/memory-guard';
import { stopGradient } from '../../lib/engine/stop-gradient';
import { tf } from '../../lib/engine/tensorflow';

const total = (x: Tensor): Scalar => tf.sum(x);

describe('lossGradients', () => {
  it('gives total, weighted parts and gradients, zeros for an input without influence', () => {
    const [a, b, c] = [tf.tensor1d([1, 2]), tf.tensor1d([3, 4]), tf.tensor2d([[5, 6]])];
    const result = lossGradients(
      (x: Tensor1D, y: Tensor1D, _unused: Tensor2D) => ({
        product: total(tf.mul(x, y)),
        square: total(tf.square(x)),
      }),
      [a, b, c],
    );
    expect(result.total).toBe(16);
    expect(result.parts).toEqual({ product: 11, square: 5 });
    expect(result.gradients.map((g) => Array.from(g.dataSync()))).toEqual([
      [5, 8],
      [1, 2],
      [0, 0],
    ]);
    expect(result.gradients[2].shape).toEqual([1, 2]);
  });

  it('gives zeros where nothing depends on the inputs', () => {
    const { total: value, gradients } = lossGradients(
      (_x: Tensor1D) => ({ constant: tf.scalar(2) }),
      [tf.tensor1d([1, 2])],
    );
    expect(value).toBe(2);
    expect(Array.from(gradients[0].dataSync())).toEqual([0, 0]);
  });

  it('leaves the gradients behind and nothing else', () => {
    const x = tf.tensor1d([1, 2]);
    const before = tensorCount();
    const { gradients } = lossGradients((v) => ({ a: total(tf.exp(v)), b: total(tf.softmax(v)) }), [x]);
    expect(tensorCount()).toBe(before + 1);
    gradients[0].dispose();
    expect(tensorCount()).toBe(before);
  });

  it('refuses no parts, and parts that are no scalars', () => {
    const x = tf.tensor1d([1, 2]);
    expect(() => lossGradients((v) => ({ bad: tf.square(v) as unknown as Scalar }), [x])).toThrow(
      /part 'bad' has shape \[2\]/,
    );
    expect(() => lossGradients((_x: Tensor1D) => ({}), [x])).toThrow(/returned no parts/);
  });
});

describe('stopGradient', () => {
  it('hands the value on and no gradient back', () => {
    const x = tf.tensor1d([2, 3]);
    const { total: value, gradients } = lossGradients(
      (v) => ({ loss: total(tf.mul(v, stopGradient(v))) }),
      [x],
    );
    expect(value).toBe(13);
    expect(Array.from(gradients[0].dataSync())).toEqual([2, 3]); // not 2x
  });
});
