import { describe, expect, it } from 'vitest';
import type { NamedArrays } from '../../lib/engine/definition';
import { buildNetwork, findModel } from '../../lib/models';
import { reference } from './reference';

function initial(name: string, seed = 1): NamedArrays {
  const { side, channels } = findModel(name).input;
  const network = buildNetwork(name, { classes: 100, side, channels, seed });
  const state = network.state();
  network.dispose();
  return state;
}

/** Standard deviation around 0 and largest magnitude. */
function moments({ data }: { data: Float32Array }): { deviation: number; largest: number; excess: number } {
  const mean2 = data.reduce((sum, v) => sum + v * v, 0) / data.length;
  const mean4 = data.reduce((sum, v) => sum + v ** 4, 0) / data.length;
  return {
    deviation: Math.sqrt(mean2),
    largest: data.reduce((most, v) => Math.max(most, Math.abs(v)), 0),
    excess: mean4 / mean2 ** 2 - 3, // 0 for a normal distribution, −1.2 for a uniform one
  };
}

describe('initial parameters', () => {
  it.each([
    ['resnet8x4', 'layer3.0.conv2.weight', 256],
    ['resnet8x4', 'layer3.0.downsample.0.weight', 256 / 9],
    ['wrn_16_2', 'block3.layer.1.conv1.weight', 128],
  ])('%s %s is normal with variance 2 / fan-out', (model, parameter, channelsOut) => {
    const { deviation, excess } = moments(initial(model)[parameter]);
    const expected = Math.sqrt(2 / (9 * channelsOut));
    // The sampling error of a deviation over n ≥ 30,000 draws is below 0.5 %, that of the excess below 0.03.
    expect(Math.abs(deviation / expected - 1)).toBeLessThan(0.02);
    expect(Math.abs(excess)).toBeLessThan(0.15);
  });

  it.each([
    ['resnet8x4', 'fc.weight', 256],
    ['cnn28', 'fc1.weight', 1568],
    ['cnn28', 'conv2.weight', 144],
    ['mlp28', 'fc1.weight', 784],
  ])('%s %s is uniform within 1/√fan-in', (model, parameter, fanIn) => {
    const { deviation, largest, excess } = moments(initial(model)[parameter]);
    const bound = 1 / Math.sqrt(fanIn);
    expect(largest).toBeLessThanOrEqual(Math.fround(bound));
    expect(largest).toBeGreaterThan(0.99 * bound);
    expect(Math.abs((deviation * Math.sqrt(3)) / bound - 1)).toBeLessThan(0.03);
    expect(Math.abs(excess + 1.2)).toBeLessThan(0.1);
  });

  it.each(Object.entries(reference.initial))(
    "%s: every parameter has the size of PyTorch's own draw, and the same kind of distribution",
    (model, sizes) => {
      const state = initial(model);
      for (const [name, [rms, largest]] of Object.entries(sizes)) {
        const { data } = state[name];
        const found = moments(state[name]);
        if (rms === 0 || (rms === 1 && largest === 1)) {
          expect(new Set(data), name).toEqual(new Set([rms]));
          continue;
        }
        // A root mean square over n draws has a relative deviation of at most √(1/2n): six of a difference of two.
        const allowed = 6 / Math.sqrt(data.length) + 1e-4;
        expect(Math.abs(found.deviation / rms - 1), name).toBeLessThan(allowed);
        // Uniform numbers reach √3 of it, normal ones of this count more than twice of it.
        if (data.length >= 100) expect(found.largest / found.deviation > 1.9, name).toBe(largest / rms > 1.9);
      }
    },
  );

  it('starts batch norms at 1, 0 and statistics at 0, 1', () => {
    const state = initial('resnet8');
    expect(new Set(state['bn1.weight'].data)).toEqual(new Set([1]));
    expect(new Set(state['bn1.bias'].data)).toEqual(new Set([0]));
    expect(new Set(state['bn1.running_mean'].data)).toEqual(new Set([0]));
    expect(new Set(state['bn1.running_var'].data)).toEqual(new Set([1]));
  });

  it('draws linear biases as PyTorch does, and at 0 in Wide ResNets as their definition does', () => {
    const bias = moments(initial('resnet8')['fc.bias']);
    expect(bias.deviation).toBeGreaterThan(0.05);
    expect(bias.largest).toBeLessThanOrEqual(1 / 8);
    expect(new Set(initial('wrn_16_1')['fc.bias'].data)).toEqual(new Set([0]));
  });

  it('depends on the seed and the name of the parameter only', () => {
    const deep = initial('resnet14');
    expect(initial('resnet8')['layer3.0.conv2.weight'].data).toEqual(deep['layer3.0.conv2.weight'].data);
    expect(initial('resnet14', 2)['fc.weight'].data).not.toEqual(deep['fc.weight'].data);
    expect(deep['layer1.0.conv1.weight'].data).not.toEqual(deep['layer1.0.conv2.weight'].data);
  });
});
