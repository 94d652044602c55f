import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base/errors';
import { BackboneBuilder } from '../../lib/engine/backbone-builder';
import { buildNetwork } from '../../lib/models';
import { findModel, modelInfo, MODELS } from '../../lib/models/registry';
import { reference } from './reference';

describe('registry', () => {
  it('has the parameter counts of the PyTorch definitions at 100 classes, model by model', () => {
    const counts = Object.fromEntries(MODELS.map(({ name }) => [name, modelInfo(name).parameters]));
    const expected = Object.entries(reference.counts).map(([name, { parameters }]) => [name, parameters]);
    expect(counts).toEqual(Object.fromEntries(expected));
  });

  it.each(MODELS.map(({ name }) => name))(
    'names and shapes the parameters of %s as PyTorch does, in its order',
    (name) => {
      const shapes = modelInfo(name).shapes.map((parameter) => [parameter.name, parameter.shape]);
      const expected = reference.counts[name];
      if (expected.shapes) expect(shapes).toEqual(expected.shapes);
      const sha256 = createHash('sha256').update(JSON.stringify(shapes)).digest('hex');
      expect(sha256).toBe(expected.shapesSha256);
    },
  );

  it('has the sizes the literature states, at 100 classes and for ImageNet at 1000', () => {
    const millions = (name: string, classes = 100) => (modelInfo(name, classes).parameters / 1e6).toFixed(2);
    expect(
      ['vgg8', 'vgg13', 'MobileNetV2', 'ShuffleV1', 'ShuffleV2', 'ResNet50'].map((n) => millions(n)),
    ).toEqual(['3.97', '9.46', '0.81', '0.95', '1.36', '23.71']);
    const imagenet = ['ResNet18', 'ResNet34', 'ResNet50', 'MobileNetV1'].map((n) => `${n}-imagenet`);
    expect(imagenet.map((name) => modelInfo(name, 1000).parameters)).toEqual([
      11689512, 21797672, 25557032, 4231976,
    ]);
    // Torchvision's tables: 1.81, 3.66 and 4.09 thousand million; the paper of MobileNet: 569 million.
    expect(imagenet.map((name) => Math.round(modelInfo(name, 1000).multiplyAdds / 1e6))).toEqual([
      1814, 3664, 4089, 569,
    ]);
  });

  it('counts multiply-adds: ResNet-20 has the 40.8 M usually quoted (40.6 M + 6,400 at 100 classes)', () => {
    // Stem 32²·3·9·16; stage 1: 6·32²·16·16·9; stages 2 and 3 the same less the first half-width convolution.
    const stem = 32 * 32 * 3 * 9 * 16;
    const stage = 32 * 32 * 16 * 16 * 9;
    const narrow = stage / 2; // first convolution of a stage: a quarter of the places, half of the inputs, twice the outputs
    const shortCut = narrow / 9;
    const expected = stem + 6 * stage + 2 * (5 * stage + narrow + shortCut) + 64 * 100;
    expect(modelInfo('resnet20').multiplyAdds).toBe(expected);
    expect(modelInfo('mlp28', 10).multiplyAdds).toBe(784 * 64 + 64 * 10);
  });

  it('has the sizes the CPU profiles name', () => {
    expect(modelInfo('cnn28', 10).parameters).toBe(206970);
    expect(modelInfo('cnn28-small', 10).parameters).toBe(52162);
    expect(Math.round(modelInfo('resnet8', 20).parameters / 100)).toBe(787);
  });

  it('has no name twice', () => {
    expect(new Set(MODELS.map(({ name }) => name)).size).toBe(MODELS.length);
  });

  it('refuses an unknown name with the known ones', () => {
    expect(() => findModel('resnet9')).toThrow(InputError);
    expect(() => findModel('resnet9')).toThrow(/found 'resnet9', allowed are 'resnet8', .* or 'mlp28'/);
  });
});

describe('sides', () => {
  it.each([
    ['resnet8', 8],
    ['wrn_16_1', 20],
    ['vgg8', 8],
    ['MobileNetV2', 7],
    ['ShuffleV1', 9],
    ['ShuffleV2', 10],
    ['MobileNetV1', 8],
    ['PreActResNet18', 11],
    ['ResNet18-imagenet', 33],
    ['cnn28', 16],
    ['mlp28', 12],
  ])('%s takes side %i', (name, side) => {
    const network = buildNetwork(name, { classes: 3, side, channels: 2, seed: 1 });
    expect(network.parameterCount).toBe(network.flat.size);
    network.dispose();
  });

  it('says so where a side is too small', () => {
    const build = () => new BackboneBuilder({ side: 1, channels: 1 });
    expect(() => build().maxPool(0, 2)).toThrow(/side: found 1, a window of 2 with padding 0 needs more/);
    expect(() => findModel('cnn28').build({ classes: 3, side: 2, channels: 1 })).toThrow(InputError);
  });
});
