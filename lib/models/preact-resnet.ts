import { BackboneBuilder } from '../engine/backbone-builder';
import type { ModelDefinition } from './definition';
import { preActivationBlock } from './residual-blocks';

/**
 * The pre-activation ResNet-18 for CIFAR (He et al. 2016, "Identity mappings"), layers, names and initialisation
 * (PyTorch's defaults) of kuangliu's pytorch-cifar, `preact_resnet.py`: a 3×3 stem alone, four stages of two blocks
 * with 64, 128, 256, 512 filters, no batch norm before the pooling. Where the shape changes, the short cut is a 1×1
 * convolution of the shared BN-ReLU, without batch norm.
 *
 * PS-KD's code has a network of the same name that differs: BN-ReLU behind the stem, and every short cut starts behind
 * the BN-ReLU. The public code pools 4×4, the whole map at side 32; here the whole map at any side.
 *
 * Taps: `stem`, `layer1` … `layer4`: the sums that leave a stage. `layerN:pre` (N ≤ 3) is the batch norm that reads it.
 */
export const PREACT_RESNET: ModelDefinition = {
  name: 'PreActResNet18',
  family: 'preact-resnet',
  input: { side: 32, channels: 3 },
  source: 'He et al. 2016 (identity mappings); layers and names of kuangliu/pytorch-cifar, preact_resnet.py',
  build({ classes, side, channels }) {
    const b = new BackboneBuilder({ side, channels });
    let x = b.conv(b.input, { name: 'conv1', filters: 64, kernel: 3, padding: 1, initial });
    b.tap('stem', x);
    const firstNorms: number[] = [];
    const stageEnds: number[] = [];
    for (const stage of [1, 2, 3, 4]) {
      for (const index of [0, 1]) {
        const stride = stage > 1 && index === 0 ? 2 : 1;
        const name = `layer${stage}.${index}`;
        const block = preActivationBlock(b, x, {
          ...{ name, filters: 32 * 2 ** stage, stride, initial },
          shortCut: `${name}.shortcut.0`,
        });
        if (index === 0) firstNorms.push(block.firstNorm);
        x = block.output;
      }
      stageEnds.push(x);
    }
    stageEnds.forEach((end, i) => b.tap(`layer${i + 1}`, end, firstNorms[i + 1]));
    const features = b.globalAveragePool(x); // [N, 512]
    return b.finish({ features, logits: b.linear(features, { name: 'linear', outputs: classes }) });
  },
};

const initial = 'default';
