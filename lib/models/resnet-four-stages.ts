import { BackboneBuilder } from '../engine/backbone-builder';
import type { Backbone } from '../engine/module';
import type { BuildOptions, ModelDefinition } from './definition';
import { basicBlock, bottleneck } from './residual-blocks';

/**
 * ResNets of four stages with 64, 128, 256, 512 filters (He et al. 2016, table 1). Convolutions N(0, 2/(k²·out)), batch
 * norm 1 and 0, linear as nn.Linear. Of the bottleneck the 3×3 convolution has the stride, as in all public code.
 *
 * `cifar`: mdistiller's `resnetv2.py`: a 3×3 stem without pooling, modules `shortcut` and `linear`.
 * `imagenet`: torchvision's: 7×7 stem of stride 2, max pooling of 3 with stride 2, modules `downsample` and `fc`. It
 * pools its last map as a whole, which is torchvision's adaptive pooling and, at side 224, the older 7×7 pooling.
 *
 * Taps: `stem`, `layer1` … `layer4` (after the last ReLU of each; the stem before its pooling), each also `:pre`.
 */
const FORMS = {
  cifar: { family: 'resnet-cifar', side: 32, shortCut: 'shortcut', linear: 'linear' },
  imagenet: { family: 'resnet-imagenet', side: 224, shortCut: 'downsample', linear: 'fc' },
} as const;

type Form = keyof typeof FORMS;
type Block = typeof basicBlock;

const SIZES: [name: string, form: Form, block: Block, blocks: number[]][] = [
  ['ResNet50', 'cifar', bottleneck, [3, 4, 6, 3]],
  ['ResNet18-imagenet', 'imagenet', basicBlock, [2, 2, 2, 2]],
  ['ResNet34-imagenet', 'imagenet', basicBlock, [3, 4, 6, 3]],
  ['ResNet50-imagenet', 'imagenet', bottleneck, [3, 4, 6, 3]],
];

const SOURCES: Record<Form, string> = {
  cifar: 'He et al. 2016; layers, names and initialisation of mdistiller, models/cifar/resnetv2.py',
  imagenet: 'He et al. 2016, table 1; layers, names and initialisation of torchvision, models/resnet.py',
};

export const FOUR_STAGE_RESNETS: readonly ModelDefinition[] = SIZES.map(([name, form, block, blocks]) => ({
  name,
  family: FORMS[form].family,
  input: { side: FORMS[form].side, channels: 3 },
  source: SOURCES[form],
  build: (options: BuildOptions) => resnet(form, block, blocks, options),
}));

function resnet(
  form: Form,
  block: Block,
  blocks: readonly number[],
  { classes, side, channels }: BuildOptions,
): Backbone {
  const { shortCut, linear } = FORMS[form];
  const b = new BackboneBuilder({ side, channels });
  const window = form === 'cifar' ? { kernel: 3, padding: 1 } : { kernel: 7, stride: 2, padding: 3 };
  const stem = b.conv(b.input, { name: 'conv1', filters: 64, ...window, initial: 'fan-out-normal' });
  let x = b.relu(b.batchNorm(stem, 'bn1'));
  b.tap('stem', x);
  if (form === 'imagenet') x = b.maxPool(x, 3, 2, 1);
  blocks.forEach((count, stage) => {
    for (let index = 0; index < count; index++) {
      const stride = stage > 0 && index === 0 ? 2 : 1;
      const name = `layer${stage + 1}.${index}`;
      x = block(b, x, { name, filters: 64 * 2 ** stage, stride, shortCut });
    }
    b.tap(`layer${stage + 1}`, x);
  });
  const features = b.globalAveragePool(x); // [N, 512], or [N, 2048] with bottlenecks
  return b.finish({ features, logits: b.linear(features, { name: linear, outputs: classes }) });
}
