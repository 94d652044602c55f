import { BackboneBuilder } from '../engine/backbone-builder';
import type { Backbone } from '../engine/module';
import type { BuildOptions, ModelDefinition } from './definition';
import { preActivationBlock } from './residual-blocks';

/**
 * Wide ResNets (Zagoruyko and Komodakis 2016) as mdistiller's `wrn.py` has them: pre-activation blocks, three groups
 * of (depth − 4)/6 blocks with 16k, 32k, 64k channels. Where the width changes, the first BN-ReLU of a block is shared
 * by both branches and the short cut is a 1×1 convolution without batch norm. Convolutions N(0, 2/(k²·out)), batch
 * norm 1 and 0, linear weight as nn.Linear and bias 0. No dropout (rate 0 in all public teachers).
 *
 * Taps: `stem` (the first convolution), `block1`, `block2`, `block3`: the sums that leave a group. `blockN:pre` is the
 * batch norm that reads it, before its ReLU, as in mdistiller's `preact_feats`.
 */
const NAMES = ['16_1', '16_2', '28_2', '28_4', '28_10', '40_1', '40_2', '40_4'];

export const WIDE_RESNETS: readonly ModelDefinition[] = NAMES.map((size) => {
  const [depth, width] = size.split('_').map(Number);
  return {
    name: `wrn_${size}`,
    family: 'wide-resnet',
    input: { side: 32, channels: 3 },
    source:
      'Zagoruyko and Komodakis 2016; layers, names and initialisation of mdistiller, models/cifar/wrn.py',
    build: (options: BuildOptions) => wideResnet((depth - 4) / 6, width, options),
  };
});

const initial = 'fan-out-normal';

function wideResnet(blocks: number, width: number, { classes, side, channels }: BuildOptions): Backbone {
  const b = new BackboneBuilder({ side, channels });
  let x = b.conv(b.input, { name: 'conv1', filters: 16, kernel: 3, padding: 1, initial });
  b.tap('stem', x);
  const normBehind: number[] = [];
  const groupEnds: number[] = [];
  for (const group of [1, 2, 3]) {
    for (let index = 0; index < blocks; index++) {
      const stride = group > 1 && index === 0 ? 2 : 1;
      const filters = 16 * width * 2 ** (group - 1);
      const name = `block${group}.layer.${index}`;
      const block = preActivationBlock(b, x, {
        ...{ name, filters, stride, initial },
        shortCut: `${name}.convShortcut`,
      });
      if (index === 0) normBehind.push(block.firstNorm);
      x = block.output;
    }
    groupEnds.push(x);
  }
  const lastNorm = b.batchNorm(x, 'bn1');
  [...normBehind.slice(1), lastNorm].forEach((norm, i) => b.tap(`block${i + 1}`, groupEnds[i], norm));
  const features = b.globalAveragePool(b.relu(lastNorm)); // [N, 64·width]
  return b.finish({
    features,
    logits: b.linear(features, { name: 'fc', outputs: classes, biasInitial: 'zero' }),
  });
}
