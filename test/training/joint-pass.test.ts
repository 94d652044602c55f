import type { Rank, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';
import { tensorCount, tf } from '../../lib/engine';
import { buildNetwork } from '../../lib/models';
import { jointPass } from '../../lib/training/joint-pass';
import { imagesOf } from '../methods/steps';

const build = () => buildNetwork('cnn28-small', { classes: 3, side: 28, channels: 1, seed: 3 });
const views = () => ({ weak: imagesOf(Int32Array.of(0, 1, 2)), strong: imagesOf(Int32Array.of(3, 4, 5)) });
const gradient = (value: number): Tensor2D => tf.tensor2d([1, -1, 0, 2, 0, -2, 0, value, -value], [3, 3]);

/** Flat gradient and running statistics after a step made by `pass`. */
function after(pass: (network: ReturnType<typeof build>) => void) {
  const network = build();
  network.flat.zeroGradient();
  pass(network);
  const result = { gradient: [...network.flat.gradient.dataSync()], state: network.state() };
  network.dispose();
  return result;
}

describe('jointPass', () => {
  it('is one pass over the images of all views, its rows handed out by view', () => {
    const joint = after((network) => {
      const images = views();
      const passes = jointPass(network, images);
      expect(passes.strong.logits.shape).toEqual([3, 3]);
      passes.weak.backward({ logits: gradient(1) });
      passes.strong.backward({ logits: gradient(3) });
      tf.dispose(images);
    });
    const whole = after((network) => {
      const images = views();
      const all = tf.concat([images.weak, images.strong], 0);
      network.forward(all).backward({ logits: tf.concat([gradient(1), gradient(3)], 0) });
      tf.dispose([all, images]);
    });
    expect(joint).toEqual(whole);
    expect(Math.max(...joint.gradient.map(Math.abs))).toBeGreaterThan(0.01);
  });

  it('takes a view without gradients as zeros', () => {
    const joint = after((network) => {
      const images = views();
      const passes = jointPass(network, images);
      passes.weak.release();
      passes.strong.backward({ logits: gradient(3) });
      tf.dispose(images);
    });
    const whole = after((network) => {
      const images = views();
      const all = tf.concat([images.weak, images.strong], 0);
      network.forward(all).backward({ logits: tf.concat([tf.zeros<Rank.R2>([3, 3]), gradient(3)], 0) });
      tf.dispose([all, images]);
    });
    expect(joint.gradient).toEqual(whole.gradient);
  });

  it('differs from two passes in the statistics it normalises with', () => {
    const joint = after((network) => {
      const images = views();
      const passes = jointPass(network, images);
      passes.weak.release();
      passes.strong.release();
      tf.dispose(images);
    });
    const separate = after((network) => {
      const images = views();
      network.forward(images.weak).release();
      network.forward(images.strong).release();
      tf.dispose(images);
    });
    expect(joint.state).not.toEqual(separate.state);
    expect(Math.max(...joint.gradient)).toBe(0);
  });

  it('looks without moving the running statistics where they are to be kept', () => {
    const look = (keepStatistics: boolean) =>
      after((network) => {
        const images = views();
        const passes = jointPass(network, images, { keepStatistics });
        passes.weak.release();
        passes.strong.release();
        tf.dispose(images);
      }).state;
    const untouched = after(() => {}).state;
    expect(look(true)).toEqual(untouched);
    expect(look(false)).not.toEqual(untouched);
  });

  it('hands out features and taps by view and leaves no tensor behind', () => {
    const network = build();
    const [tap] = network.tapNames;
    const images = views();
    const run = () => {
      const passes = jointPass(network, images, { tap: [tap] });
      expect(passes.weak.features.shape[0]).toBe(3);
      expect(passes.strong.taps[tap].shape[0]).toBe(3);
      passes.weak.backward({ taps: { [tap]: tf.onesLike(passes.weak.taps[tap]) } });
      passes.strong.backward({ features: tf.onesLike(passes.strong.features) });
    };
    run();
    const before = tensorCount();
    run();
    expect(tensorCount()).toBe(before);
    tf.dispose(images);
    network.dispose();
  });
});
