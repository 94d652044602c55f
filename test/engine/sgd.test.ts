import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base/errors';
import { FlatVector } from '../../lib/engine/flat-parameters';
import type { Parameter } from '../../lib/engine/module';
import { Sgd } from '../../lib/engine/sgd';
import { tf } from '../../lib/engine/tensorflow';
import { spread } from './hashed';
import { reference } from './reference';
import { differenceToScale } from './tensors';

const common = { layout: { kind: 'same' as const }, initial: { kind: 'constant' as const, value: 0 } };
const parameters: Parameter[] = [
  { ...common, name: 'weight', shape: [3, 4], engineShape: [3, 4], offset: 0, length: 12, kind: 'weight' },
  { ...common, name: 'bias', shape: [3], engineShape: [3], offset: 12, length: 3, kind: 'bias-or-norm' },
];
const flat = () => new FlatVector(parameters, [spread(31, 12, 0, 1), spread(32, 3, 0, 1)]);
const addGradients = (vector: FlatVector, step: number) =>
  vector.addGradients([
    tf.tensor2d(spread(40 + 2 * step, 12, 0, 1), [3, 4]),
    tf.tensor1d(spread(41 + 2 * step, 3, 0, 1)),
  ]);

describe('Sgd', () => {
  it.each(reference.sgd)(
    'equals torch.optim.SGD: momentum $momentum, nesterov $nesterov, decay $weightDecay on $decayOn',
    ({ rates, weight, bias, ...spec }) => {
      const vector = flat();
      const optimiser = new Sgd(vector, spec);
      rates.forEach((rate, step) => {
        addGradients(vector, step);
        optimiser.step(rate);
      });
      expect(differenceToScale(vector.value.dataSync(), [...weight, ...bias])).toBeLessThan(1e-6);
    },
  );

  it('by hand: momentum 0.9, decay 0.1, rate 0.5 takes 2 with gradient 1 to 1.4 and then to 0.29', () => {
    // g = 1 + 0.2 = 1.2, v = 1.2, p = 1.4; g = 1.14, v = 0.9·1.2 + 1.14 = 2.22, p = 0.29.
    const vector = new FlatVector(
      [{ ...parameters[1], shape: [1], engineShape: [1], offset: 0, length: 1 }],
      [new Float32Array([2])],
    );
    const optimiser = new Sgd(vector, { momentum: 0.9, weightDecay: 0.1 });
    const values = [0, 1].map(() => {
      vector.addGradients([tf.tensor1d([1])]);
      optimiser.step(0.5);
      return vector.value.dataSync()[0];
    });
    expect(values[0]).toBeCloseTo(1.4, 6);
    expect(values[1]).toBeCloseTo(0.29, 6);
  });

  it('zeroes the gradient and continues bit for bit from a saved state', () => {
    const [whole, resumed] = [flat(), flat()];
    const spec = { momentum: 0.9, nesterov: true, weightDecay: 0.01 };
    const first = new Sgd(whole, spec);
    const before = new Sgd(resumed, spec);
    for (const step of [0, 1]) {
      for (const [vector, optimiser] of [
        [whole, first],
        [resumed, before],
      ] as const) {
        addGradients(vector, step);
        optimiser.step(0.1);
        expect(vector.gradient.dataSync().every((v) => v === 0)).toBe(true);
        vector.zeroGradient();
      }
    }
    const after = new Sgd(resumed, spec);
    after.loadState(before.state(), 'checkpoint');
    for (const [vector, optimiser] of [
      [whole, first],
      [resumed, after],
    ] as const) {
      addGradients(vector, 2);
      optimiser.step(0.1);
    }
    expect(resumed.value.dataSync()).toEqual(whole.value.dataSync());
  });

  it('refuses a state of another size, and Nesterov without momentum', () => {
    const optimiser = new Sgd(flat(), {});
    const state = { velocity: { shape: [3], data: new Float32Array(3) } };
    expect(() => optimiser.loadState(state, 'run/checkpoint')).toThrow(
      "run/checkpoint: 'velocity' of the optimiser: found 3 numbers, expected 15 numbers",
    );
    expect(() => optimiser.loadState({}, 'run/checkpoint')).toThrow(InputError);
    expect(() => new Sgd(flat(), { nesterov: true, momentum: 0 })).toThrow(InputError);
  });
});
