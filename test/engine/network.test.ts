import type { Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base/errors';
import type { Network, OutputGradients } from '../../lib/engine/definition';
import { tensorCount } from '../../lib/engine/memory-guard';
import { tf } from '../../lib/engine/tensorflow';
import { buildNetwork } from '../../lib/models';
import { spread } from './hashed';
import { differenceToScale, hashedMap } from './tensors';

const images = (): Tensor4D => hashedMap(1, [4, 3, 12, 12]);
const network = (name = 'resnet8'): Network =>
  buildNetwork(name, { classes: 5, side: 12, channels: 3, seed: 2 });
const like = (tensor: Tensor, stream: number): Tensor =>
  tf.tensor(spread(stream, tensor.size, 0, 1), tensor.shape);

/** Flat gradient of ⟨given gradients, outputs⟩ and the same along one direction by central differences. */
function directional(
  given: Network,
  tap: string[],
  choose: (pass: ReturnType<Network['forward']>) => [Tensor, (g: Tensor) => OutputGradients][],
) {
  const pass = given.forward(images(), { tap });
  const gradients: OutputGradients = {};
  choose(pass).forEach(([value, wrap], i) => {
    const { taps, heads, ...rest } = wrap(like(value, 70 + i));
    Object.assign(gradients, rest);
    if (taps) gradients.taps = { ...gradients.taps, ...taps };
    if (heads) gradients.heads = { ...gradients.heads, ...heads };
  });
  given.flat.zeroGradient();
  pass.backward(gradients);
  const gradient = given.flat.gradient.dataSync().slice() as Float32Array;
  const start = given.flat.value.dataSync().slice() as Float32Array;
  // Along the gradient itself the derivative is the largest there is, its square norm, and rounding counts least.
  const norm = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
  const at = (shift: number): number => {
    given.flat.replace(tf.tensor1d(start.map((v, i) => v + (shift * gradient[i]) / norm)));
    const moved = given.forward(images(), { tap });
    const sum = choose(moved).reduce((total, [value], i) => {
      const values = value.dataSync();
      return total + spread(70 + i, values.length, 0, 1).reduce((s, g, j) => s + g * values[j], 0);
    }, 0);
    moved.release();
    return sum;
  };
  const step = 1e-3;
  return { analytic: norm, numeric: (at(step) - at(-step)) / (2 * step) };
}

describe('backward through a whole network, by finite differences along the gradient', () => {
  it.each([
    ['logits', [], (p) => [[p.logits, (g) => ({ logits: g })]]],
    ['features', [], (p) => [[p.features, (g) => ({ features: g })]]],
    ['a tap', ['layer2'], (p) => [[p.taps.layer2, (g) => ({ taps: { layer2: g } })]]],
    [
      'a tap before its ReLU',
      ['layer1:pre'],
      (p) => [[p.taps['layer1:pre'], (g) => ({ taps: { 'layer1:pre': g } })]],
    ],
    [
      'all together',
      ['layer1', 'layer3:pre'],
      (p) => [
        [p.logits, (g) => ({ logits: g })],
        [p.features, (g) => ({ features: g })],
        [p.taps.layer1, (g) => ({ taps: { layer1: g } })],
        [p.taps['layer3:pre'], (g) => ({ taps: { 'layer3:pre': g } })],
      ],
    ],
  ] as [string, string[], Parameters<typeof directional>[2]][])('%s', (_, tap, choose) => {
    const { analytic, numeric } = directional(network(), tap, choose);
    // ReLUs that change sides within the step bend the line: a per cent at most at this step.
    expect(Math.abs(numeric / analytic - 1)).toBeLessThan(0.01);
  });
});

describe('passes', () => {
  it('add their gradients up, as two views of one step do', () => {
    const given = network();
    const gradientOf = (stream: number): number[] => {
      const pass = given.forward(images());
      pass.backward({ logits: like(pass.logits, stream) as typeof pass.logits });
      return Array.from(given.flat.gradient.dataSync());
    };
    const first = gradientOf(80);
    given.flat.zeroGradient();
    const second = gradientOf(81);
    const both = gradientOf(80);
    expect(
      differenceToScale(
        both,
        first.map((v, i) => v + second[i]),
      ),
    ).toBeLessThan(1e-6);
  });

  it('leave the gradient at zero where none is given', () => {
    const given = network();
    given.forward(images()).backward({});
    expect(given.flat.gradient.dataSync().every((v) => v === 0)).toBe(true);
  });

  it('serve once', () => {
    const pass = network().forward(images());
    pass.release();
    expect(() => pass.backward({})).toThrow(/a pass serves once/);
  });

  it('free everything, whichever way they end', () => {
    const given = network('wrn_16_1');
    const input = images();
    given.logits(input).dispose();
    given.flat.zeroGradient();
    const before = tensorCount();
    given.forward(input, { tap: ['block1', 'block2:pre'] }).release();
    expect(tensorCount()).toBe(before);
    const pass = given.forward(input, { tap: ['block1'] });
    pass.backward({ logits: tf.onesLike(pass.logits), taps: { block1: tf.onesLike(pass.taps.block1) } });
    given.flat.zeroGradient();
    expect(tensorCount()).toBe(before);
    const { logits, features, taps } = given.evaluate(input, ['block3', 'block3:pre']);
    [logits, features, ...Object.values(taps)].forEach((tensor) => tensor.dispose());
    expect(tensorCount()).toBe(before);
    given.dispose();
  });

  it('refuse images, activations and gradients they do not know', () => {
    const given = network();
    expect(() => given.forward(hashedMap(1, [2, 3, 8, 8]))).toThrow(
      /found images of shape \[2,8,8,3\], built for \[N,12,12,3\]/,
    );
    expect(() => given.forward(images(), { tap: ['layer9'] })).toThrow(InputError);
    const pass = given.forward(images());
    expect(() => pass.backward({ taps: { layer1: tf.zeros([1]) } })).toThrow(
      /'layer1', which this pass did not hand out/,
    );
  });
});

describe('modes', () => {
  it('evaluation uses the running statistics and leaves them alone', () => {
    const given = network();
    given.forward(images()).release();
    const statistics = JSON.stringify(given.state()['layer2.0.bn1.running_mean']);
    const once = Array.from(given.logits(images()).dataSync());
    given.evaluate(images());
    expect(JSON.stringify(given.state()['layer2.0.bn1.running_mean'])).toBe(statistics);
    expect(Array.from(given.logits(images()).dataSync())).toEqual(once);
    const pass = given.forward(images());
    expect(differenceToScale(pass.logits.dataSync(), once)).toBeGreaterThan(0.01); // batch statistics again
    expect(JSON.stringify(given.state()['layer2.0.bn1.running_mean'])).not.toBe(statistics);
    pass.release();
  });

  it('evaluates an image the same alone and in a batch', () => {
    const given = network();
    const batch = images();
    const alone = tf.slice(batch, [2, 0, 0, 0], [1, 12, 12, 3]);
    const row = Array.from(given.logits(batch).dataSync()).slice(10, 15);
    expect(differenceToScale(given.logits(alone).dataSync(), row)).toBeLessThan(1e-5);
  });
});

describe('heads', () => {
  it('learn on the features; a detached one sends nothing back', () => {
    for (const detach of [true, false]) {
      const given = network();
      const size = given.parameterCount;
      given.addHead('classifier', 7, { detach, seed: 5 });
      expect(given.parameterCount).toBe(size + 7 * 64 + 7);
      const pass = given.forward(images());
      expect(pass.heads.classifier.shape).toEqual([4, 7]);
      pass.backward({ heads: { classifier: tf.onesLike(pass.heads.classifier) } });
      const gradient = given.flat.gradient.dataSync();
      const moves = (from: number, to: number) => gradient.slice(from, to).some((v) => v !== 0);
      expect(moves(size, given.parameterCount)).toBe(true);
      expect(moves(0, size)).toBe(!detach);
    }
  });

  it('leave the other parameters as they were, and enter the state', () => {
    const given = network();
    const before = given.flat.value.dataSync().slice();
    given.addHead('second', 3, { detach: false, seed: 5 });
    expect(given.flat.value.dataSync().slice(0, before.length)).toEqual(before);
    expect(given.state()['heads.second.weight'].shape).toEqual([3, 64]);
    expect(() => given.addHead('second', 3, { detach: false, seed: 5 })).toThrow(/'second' exists already/);
  });
});
