import type { BackboneBuilder, ConvOptions } from '../engine/backbone-builder';

export interface ResidualBlock {
  /** PyTorch's module name. */
  name: string;
  /** Width of the 3×3 convolutions. */
  filters: number;
  stride: number;
  /** Name of the short cut's module: `downsample` in torchvision and `resnet.py`, `shortcut` in `resnetv2.py`. */
  shortCut: 'downsample' | 'shortcut';
}

const initial = 'fan-out-normal';

/** He et al. 2016: conv3-BN-ReLU-conv3-BN plus short cut, then ReLU. The first convolution has the stride. */
export function basicBlock(b: BackboneBuilder, x: number, block: ResidualBlock): number {
  const { name, filters, stride } = block;
  const first = b.conv(x, { name: `${name}.conv1`, filters, kernel: 3, stride, padding: 1, initial });
  const inner = b.relu(b.batchNorm(first, `${name}.bn1`));
  const second = b.conv(inner, { name: `${name}.conv2`, filters, kernel: 3, padding: 1, initial });
  return joined(b, x, b.batchNorm(second, `${name}.bn2`), block);
}

/** conv1-BN-ReLU-conv3-BN-ReLU-conv1-BN plus short cut, then ReLU; four times wider outside. conv3 has the stride. */
export function bottleneck(b: BackboneBuilder, x: number, block: ResidualBlock): number {
  const { name, filters, stride } = block;
  const narrow = b.conv(x, { name: `${name}.conv1`, filters, kernel: 1, initial });
  const first = b.relu(b.batchNorm(narrow, `${name}.bn1`));
  const middle = b.conv(first, { name: `${name}.conv2`, filters, kernel: 3, stride, padding: 1, initial });
  const second = b.relu(b.batchNorm(middle, `${name}.bn2`));
  const wide = b.conv(second, { name: `${name}.conv3`, filters: 4 * filters, kernel: 1, initial });
  return joined(b, x, b.batchNorm(wide, `${name}.bn3`), block);
}

/** The sum with the block's input, behind a 1×1 convolution and a batch norm where the shape changes, and its ReLU. */
function joined(b: BackboneBuilder, x: number, residual: number, block: ResidualBlock): number {
  const { name, stride, shortCut } = block;
  const filters = b.shape(residual)[2];
  if (stride === 1 && b.shape(x)[2] === filters) return b.relu(b.add(residual, x));
  const projected = b.conv(x, { name: `${name}.${shortCut}.0`, filters, kernel: 1, stride, initial });
  return b.relu(b.add(residual, b.batchNorm(projected, `${name}.${shortCut}.1`)));
}

/** What the networks with pre-activation differ in. */
export interface PreActivationBlock {
  name: string;
  filters: number;
  stride: number;
  /** Full name of the short cut's convolution. */
  shortCut: string;
  initial: ConvOptions['initial'];
}

/**
 * BN-ReLU-conv3-BN-ReLU-conv3 plus short cut (He et al. 2016b). Where the shape changes, the first BN-ReLU is shared by
 * both branches and the short cut is a 1×1 convolution without batch norm.
 */
export function preActivationBlock(
  b: BackboneBuilder,
  x: number,
  { name, filters, stride, shortCut, initial }: PreActivationBlock,
): { output: number; firstNorm: number } {
  const firstNorm = b.batchNorm(x, `${name}.bn1`);
  const active = b.relu(firstNorm);
  const first = b.conv(active, { name: `${name}.conv1`, filters, kernel: 3, stride, padding: 1, initial });
  const inner = b.relu(b.batchNorm(first, `${name}.bn2`));
  const second = b.conv(inner, { name: `${name}.conv2`, filters, kernel: 3, padding: 1, initial });
  const sameShape = stride === 1 && b.shape(x)[2] === filters;
  const side = sameShape ? x : b.conv(active, { name: shortCut, filters, kernel: 1, stride, initial });
  return { output: b.add(side, second), firstNorm };
}
