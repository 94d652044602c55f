import type { Tensor } from '@tensorflow/tfjs-node-gpu';

/** Running mean and variance of one batch norm, [C] each. */
export interface Statistics {
  mean: Tensor;
  variance: Tensor;
}

export interface ForwardCall<A> {
  inputs: Tensor[];
  weights: Tensor[];
  attributes: A;
  /** Batch statistics and everything a backward needs; else running statistics and nothing saved. */
  training: boolean;
  /** Batch norm only. */
  statistics?: Statistics;
}

export interface ForwardResult {
  output: Tensor;
  /** Further tensors for the backward; the tape frees them after it. */
  saved?: Tensor[];
  /** New running statistics (training), owned by the receiver. */
  statistics?: Statistics;
}

export interface BackwardCall<A> {
  /** Gradient of the output. Freed by the tape, unless handed on as an input's gradient. */
  gradient: Tensor;
  /** A second term to be added to it (`sumsPair` only). Freed by the tape. */
  further?: Tensor;
  /** Valid only where `keeps` says so. */
  inputs: Tensor[];
  output: Tensor;
  saved: Tensor[];
  inputShapes: number[][];
  weights: Tensor[];
  attributes: A;
  /** False where nothing before this operation learns: its inputs' gradients may be left out. */
  needsInput: boolean;
}

export interface BackwardResult {
  /** One per input; absent where not needed. */
  inputs: (Tensor | undefined)[];
  /** One per weight, in the weight's shape. */
  weights: Tensor[];
}

/** Values that a backward reads again. */
export interface Keeps {
  /** All inputs, or the first one alone. */
  inputs: boolean | 'first';
  output: boolean;
}

/** One layer: forward and backward on native operations. It frees what it makes and does not hand out. */
export interface Operation<A> {
  /** What the backward reads again; all else is freed as soon as its last reader has run. */
  keeps(attributes: A): Keeps;
  /** Whether the backward adds two gradient terms itself, which saves writing their sum down. */
  sumsPair?: boolean;
  forward(call: ForwardCall<A>): ForwardResult;
  backward(call: BackwardCall<A>): BackwardResult;
}
