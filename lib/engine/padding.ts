import { InputError } from '../base/errors';

/** A convolution with PyTorch's geometry, planned for TensorFlow's kernels. */
export interface ConvAttributes {
  stride: number;
  bias: boolean;
  /** `SAME` or `VALID`: `EXPLICIT` has gradients that are 2–7 times slower on the CPU. */
  padding: 'SAME' | 'VALID';
  /** Rows and columns to add before a `VALID` convolution; absent: none. */
  pad?: Border;
}

/** Rows and columns added around a map. */
export interface Border {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** A convolution in groups of channels; the depthwise one has as many groups as channels. Neither has a bias. */
export interface GroupedConvAttributes extends Omit<ConvAttributes, 'bias'> {
  groups: number;
}

/** Output side of a window that PyTorch slides over a zero-padded side: floor((side + 2·padding − kernel) / stride) + 1. */
export function outputSide(side: number, kernel: number, stride: number, padding: number): number {
  const output = Math.floor((side + 2 * padding - kernel) / stride) + 1;
  if (output < 1)
    throw new InputError(`side: found ${side}, a window of ${kernel} with padding ${padding} needs more`);
  return output;
}

/**
 * Plans symmetric padding as PyTorch has it. The far side only needs what the last window reaches: with stride 2,
 * kernel 3, padding 1 and an even side that is nothing, so padding top and left is enough. Where TensorFlow's `SAME`
 * pads exactly so (always at stride 1 with odd kernels), it is used; else zeros are added before a `VALID` convolution.
 */
export function planConvolution(
  height: number,
  width: number,
  kernel: number,
  stride: number,
  padding: number,
): Pick<ConvAttributes, 'padding' | 'pad'> {
  const rows = edges(height, kernel, stride, padding);
  const columns = edges(width, kernel, stride, padding);
  const pad = border(rows, columns);
  if (pad === undefined) return { padding: 'VALID' };
  if (isSame(height, kernel, stride, rows) && isSame(width, kernel, stride, columns))
    return { padding: 'SAME' };
  return { padding: 'VALID', pad };
}

/** The border a pooling window needs before `VALID`; undefined: none. The far side gets no more than the last window reaches. */
export function planBorder(
  height: number,
  width: number,
  size: number,
  stride: number,
  padding: number,
): Border | undefined {
  return border(edges(height, size, stride, padding), edges(width, size, stride, padding));
}

function border(rows: Edges, columns: Edges): Border | undefined {
  const sides = { top: rows.before, bottom: rows.after, left: columns.before, right: columns.after };
  return Object.values(sides).every((count) => count === 0) ? undefined : sides;
}

interface Edges {
  before: number;
  after: number;
  outputs: number;
}

function edges(side: number, kernel: number, stride: number, padding: number): Edges {
  const outputs = outputSide(side, kernel, stride, padding);
  const reach = (outputs - 1) * stride + kernel;
  return { before: padding, after: Math.max(0, reach - side - padding), outputs };
}

/** Whether TensorFlow's `SAME` (⌈side/stride⌉ outputs, the odd row at the end) pads these edges. */
function isSame(side: number, kernel: number, stride: number, { before, after, outputs }: Edges): boolean {
  const total = Math.max(0, (outputs - 1) * stride + kernel - side);
  return outputs === Math.ceil(side / stride) && before === Math.floor(total / 2) && after === total - before;
}
