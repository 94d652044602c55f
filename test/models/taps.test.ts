import { describe, expect, it } from 'vitest';
import { tf } from '../../lib/engine/tensorflow';
import { MemoryGuard } from '../../lib/engine/memory-guard';
import { buildNetwork, findModel } from '../../lib/models';
import { hashedMap } from '../engine/tensors';

const options = { classes: 5, side: 16, channels: 3, seed: 3 };

describe('taps', () => {
  it.each([
    ['resnet8', ['stem', 'layer1', 'layer2', 'layer3']],
    ['cnn28', ['conv1', 'conv2', 'fc1']],
    ['mlp28', ['fc1']],
    ['vgg8', ['block0', 'block1', 'block2', 'block3', 'block4']],
    ['ResNet50', ['stem', 'layer1', 'layer2', 'layer3', 'layer4']],
    ['ResNet18-imagenet', ['stem', 'layer1', 'layer2', 'layer3', 'layer4']],
    ['MobileNetV1', ['stem', 'stage1', 'stage2', 'stage3', 'stage4']],
    ['MobileNetV1-imagenet', ['stem', 'stage1', 'stage2', 'stage3', 'stage4']],
    ['ShuffleV1', ['stem', 'layer1', 'layer2', 'layer3']],
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

  it('have the sides and channels of the public code', () => {
    const shapes = (name: string, side: number, taps: string[]) => {
      const { nodes, taps: byName } = findModel(name).build({ classes: 5, side, channels: 3 });
      return taps.map((tap) => nodes[byName[tap]].shape.slice(1).join('x'));
    };
    const stages = ['stem', 'stage1', 'stage2', 'stage3', 'stage4'];
    expect(shapes('MobileNetV2', 32, stages)).toEqual(['16x16', '16x12', '8x16', '4x48', '2x160']);
    expect(shapes('MobileNetV1', 32, stages)).toEqual(['32x32', '16x128', '8x256', '4x512', '2x1024']);
    expect(shapes('MobileNetV1-imagenet', 224, stages)).toEqual([
      '112x32',
      '56x128',
      '28x256',
      '14x512',
      '7x1024',
    ]);
    const layers = ['stem', 'layer1', 'layer2', 'layer3'];
    expect(shapes('ShuffleV1', 32, layers)).toEqual(['32x24', '16x240', '8x480', '4x960']);
    expect(shapes('ShuffleV2', 32, layers)).toEqual(['32x24', '16x116', '8x232', '4x464']);
    expect(shapes('PreActResNet18', 32, [...layers, 'layer4'])).toEqual([
      '32x64',
      '32x64',
      '16x128',
      '8x256',
      '4x512',
    ]);
    expect(shapes('ResNet50', 32, [...layers, 'layer4'])).toEqual([
      '32x64',
      '32x256',
      '16x512',
      '8x1024',
      '4x2048',
    ]);
    expect(shapes('ResNet18-imagenet', 224, [...layers, 'layer4'])).toEqual([
      '112x64',
      '56x64',
      '28x128',
      '14x256',
      '7x512',
    ]);
    const blocks = ['block0', 'block1', 'block2', 'block3', 'block4'];
    expect(shapes('vgg8', 32, blocks)).toEqual(['32x64', '16x128', '8x256', '4x512', '4x512']);
    expect(shapes('vgg8', 64, blocks)).toEqual(['64x64', '32x128', '16x256', '8x512', '4x512']);
  });

  it('PreActResNet18: layerN is the sum that leaves the stage, layerN:pre the batch norm that reads it', () => {
    const network = buildNetwork('PreActResNet18', options);
    expect(network.tapNames.filter((name) => name.endsWith(':pre'))).toEqual([
      'layer1:pre',
      'layer2:pre',
      'layer3:pre',
    ]);
    const images = hashedMap(1, [2, 3, 16, 16]);
    const { taps, features } = network.evaluate(images, ['layer3', 'layer3:pre', 'layer4']);
    const normed = tf.div(taps.layer3, Math.sqrt(1 + 1e-5));
    expect(tf.max(tf.abs(tf.sub(normed, taps['layer3:pre']))).dataSync()[0]).toBeLessThan(1e-5);
    const pooled = tf.mean(taps.layer4, [1, 2]);
    expect(tf.max(tf.abs(tf.sub(pooled, features))).dataSync()[0]).toBeLessThan(1e-6);
    network.dispose();
  });

  it('ShuffleV2: layerN interleaves the passing half of layerN:pre with the ReLU of the other', () => {
    const network = buildNetwork('ShuffleV2', options);
    const { taps } = network.evaluate(hashedMap(1, [2, 3, 16, 16]), ['layer1', 'layer1:pre']);
    const before = taps['layer1:pre'].dataSync();
    const expected = Float32Array.from(before, (_, i) => {
      const [place, channel] = [Math.floor(i / 116) * 116, i % 116];
      const half = before[place + (channel % 2) * 58 + Math.floor(channel / 2)];
      return channel % 2 === 0 ? half : Math.max(half, 0);
    });
    expect(taps.layer1.dataSync()).toEqual(expected);
    network.dispose();
  });

  it.each(['ShuffleV1', 'ShuffleV2', 'MobileNetV2', 'vgg8'])(
    '%s: a training step with a gradient at every tap, or without backward, leaves no tensor behind',
    (name) => {
      const network = buildNetwork(name, options);
      const images = hashedMap(1, [2, 3, 16, 16]);
      const guard = new MemoryGuard();
      const step = () => {
        const pass = network.forward(images, { tap: network.tapNames });
        const taps = Object.fromEntries(
          Object.entries(pass.taps).map(([tap, value]) => [tap, tf.onesLike(value)]),
        );
        pass.backward({ logits: tf.onesLike(pass.logits), features: tf.onesLike(pass.features), taps });
        network.flat.zeroGradient();
        network.forward(images, { tap: network.tapNames }).release();
        network.logits(images).dispose();
      };
      for (let i = 0; i < 3; i++) guard.guardStep(step);
      network.dispose();
    },
  );
});
