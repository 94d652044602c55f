import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import type { FlatParameters } from './definition';
import { intScalar, intVector } from './constants';
import type { Parameter } from './module';
import { dtype, FLOAT, INDEX, integer, native, nativeOne } from './native';
import { reshape } from './ops/flatten';
import { tf } from './tensorflow';

/**
 * All parameters as one vector, all gradients as another: an optimiser then takes a handful of operations in all
 * instead of a handful for each parameter.
 */
export class FlatVector implements FlatParameters {
  private current: Tensor;
  private sum: Tensor | undefined;
  private split: Tensor[] | undefined;
  private mask: Tensor | undefined;
  private parameters: readonly Parameter[];

  /** @param values one array a parameter, in the engine's layout */
  constructor(parameters: readonly Parameter[], values: readonly Float32Array[]) {
    this.parameters = parameters;
    this.current = tf.keep(tf.tensor1d(joined(values)));
  }

  get size(): number {
    return this.current.size;
  }

  get value(): Tensor {
    return this.current;
  }

  /** Zeros where no backward has run since `zeroGradient`. */
  get gradient(): Tensor {
    this.sum ??= tf.keep(tf.zeros([this.size]));
    return this.sum;
  }

  /** Parameters in their own shapes, split once per value; owned by this object. */
  weights(): readonly Tensor[] {
    if (this.split === undefined) {
      const lengths = this.parameters.map((parameter) => parameter.length);
      const attributes = [FLOAT, dtype('Tlen', 'int32'), integer('num_split', lengths.length)];
      const pieces = native(
        'SplitV',
        attributes,
        [this.current, intVector(lengths), intScalar(0)],
        lengths.length,
      );
      this.split = pieces.map((piece, i) => tf.keep(shaped(piece, this.parameters[i].engineShape)));
    }
    return this.split;
  }

  replace(value: Tensor): void {
    if (value.size !== this.size)
      throw new Error(`replace: found ${value.size} parameters, expected ${this.size}`);
    this.forgetSplit();
    this.current.dispose();
    this.current = tf.keep(value);
  }

  zeroGradient(): void {
    this.sum?.dispose();
    this.sum = undefined;
  }

  /** Adds one backward's gradients, in the parameters' shapes (absent: zero); takes them over. */
  addGradients(gradients: readonly (Tensor | undefined)[]): void {
    const pieces = this.parameters.map(({ length }, i) => {
      const gradient = gradients[i];
      return gradient === undefined ? tf.zeros([length]) : shaped(gradient, [length]);
    });
    const total = concatenated(pieces);
    const before = this.sum;
    this.sum = tf.keep(before === undefined ? total : nativeOne('AddV2', [FLOAT], [before, total]));
    if (before === undefined) return;
    before.dispose();
    total.dispose();
  }

  decayMask(): Tensor {
    if (this.mask === undefined) {
      const fill = ({ length, kind }: Parameter) => new Float32Array(length).fill(kind === 'weight' ? 1 : 0);
      this.mask = tf.keep(tf.tensor1d(joined(this.parameters.map(fill))));
    }
    return this.mask;
  }

  /** Appends parameters (an added head); only before training, since optimisers take the size they find. */
  extend(parameters: readonly Parameter[], values: readonly Float32Array[]): void {
    this.zeroGradient();
    this.mask?.dispose();
    this.mask = undefined;
    const before = this.current.dataSync() as Float32Array;
    this.forgetSplit();
    this.current.dispose();
    this.parameters = parameters;
    this.current = tf.keep(tf.tensor1d(joined([before, ...values])));
  }

  dispose(): void {
    this.forgetSplit();
    this.zeroGradient();
    this.mask?.dispose();
    this.current.dispose();
  }

  private forgetSplit(): void {
    this.split?.forEach((tensor) => tensor.dispose());
    this.split = undefined;
  }
}

/** The tensor in another shape, freeing the given handle. */
function shaped(tensor: Tensor, shape: readonly number[]): Tensor {
  if (tensor.shape.length === shape.length) return tensor; // both are vectors of one length, or already in shape
  const result = reshape(tensor, shape);
  tensor.dispose();
  return result;
}

/** The vectors one after another, freeing them. */
function concatenated(pieces: Tensor[]): Tensor {
  if (pieces.length === 1) return pieces[0]; // ConcatV2 wants at least two
  const attributes = [FLOAT, INDEX, integer('N', pieces.length)];
  const total = nativeOne('ConcatV2', attributes, [...pieces, intScalar(0)]);
  for (const piece of pieces) piece.dispose();
  return total;
}

function joined(arrays: readonly Float32Array[]): Float32Array {
  const result = new Float32Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let offset = 0;
  for (const array of arrays) {
    result.set(array, offset);
    offset += array.length;
  }
  return result;
}
