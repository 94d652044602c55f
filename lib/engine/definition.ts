import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';

/** What a forward pass hands out. The caller disposes nothing here: `backward` or `release` does. */
export interface ForwardPass {
  /** [N, C] */
  readonly logits: Tensor2D;
  /** Pooled penultimate features, [N, D]. */
  readonly features: Tensor2D;
  /** Activations asked for by name in `tap`; NHWC maps or [N, D]. `NAME:pre` is the value before the ReLU. */
  readonly taps: Readonly<Record<string, Tensor>>;
  /** Logits of extra heads (see `addHead`), each [N, C′]. */
  readonly heads: Readonly<Record<string, Tensor2D>>;
  /**
   * Back-propagates and adds to the network's flat gradient. Gradients for what was handed out; absent means zero.
   * Frees everything of this pass, the given gradients included. May be called once.
   */
  backward(gradients: OutputGradients): void;
  /** Frees the pass without a backward. */
  release(): void;
}

export interface OutputGradients {
  logits?: Tensor2D;
  features?: Tensor2D;
  taps?: Record<string, Tensor>;
  heads?: Record<string, Tensor2D>;
}

export interface ForwardOptions {
  /** Names of activations to hand out, as listed by `network.tapNames`. */
  tap?: readonly string[];
  /** Batch statistics without moving the running ones: how a peer looks at another's mini-batch. Default false. */
  keepStatistics?: boolean;
}

/** A network in training: layers over one flat parameter vector. */
export interface Network extends FrozenModel {
  readonly parameterCount: number;
  /** Names and PyTorch shapes of parameters, in flat order (`kdlab models`, weight files). */
  readonly parameters: readonly ParameterInfo[];
  readonly tapNames: readonly string[];
  /** Training-mode pass: batch statistics, running statistics updated. */
  forward(images: Tensor4D, options?: ForwardOptions): ForwardPass;
  /** Flat parameters and flat gradient, [P]; owned by the network. */
  readonly flat: FlatParameters;
  /** A further linear head (name, outputs) on the pooled features; its gradient into them can be cut. Call before training. */
  addHead(name: string, outputs: number, options: { detach: boolean; seed: number }): void;
  /**
   * A trained layer behind an activation that gives it another shape, handed out as the tap `regressors.NAME`. Call before
   * training. Throws InputError where no such layer is known.
   */
  addRegressor(name: string, options: RegressorOptions & { seed: number }): void;
  /** Everything that evolves (parameters, running statistics), by public PyTorch name in PyTorch layout. */
  state(): NamedArrays;
  loadState(state: NamedArrays, source: string): void;
  dispose(): void;
}

export interface RegressorOptions {
  /** The activation that it reads, a map. */
  tap: string;
  /** Shape of its output, [H, W, C]. */
  target: readonly number[];
}

/** A teacher: evaluation mode only, no gradient by construction. */
export interface FrozenModel {
  readonly name: string;
  readonly classes: number;
  /** Evaluation-mode logits, [N, C]; the caller disposes. */
  logits(images: Tensor4D): Tensor2D;
  /** Evaluation-mode logits, pooled features and taps; the caller disposes. */
  evaluate(
    images: Tensor4D,
    tap?: readonly string[],
  ): { logits: Tensor2D; features: Tensor2D; taps: Record<string, Tensor> };
}

export interface ParameterInfo {
  name: string;
  /** PyTorch's layout, such as [out, in, kh, kw]. */
  shape: readonly number[];
  /** Offset and length in the flat vector (engine layout). */
  offset: number;
  length: number;
  /** `weight`, or `bias-or-norm` for biases and batch-norm parameters. */
  kind: 'weight' | 'bias-or-norm';
}

export interface FlatParameters {
  readonly value: Tensor;
  readonly gradient: Tensor;
  readonly size: number;
  /** Replaces the parameters by an optimiser's result (takes ownership). */
  replace(value: Tensor): void;
  zeroGradient(): void;
  /** 1 where weight decay applies with `decayOn: 'weights'`, else 0; [P]. */
  decayMask(): Tensor;
}

/** PyTorch-named arrays in PyTorch layout. */
export type NamedArrays = Record<string, { shape: number[]; data: Float32Array }>;

/** An optimiser over one flat vector: `step` replaces the parameters and zeroes the gradient. */
export interface Optimiser {
  step(learningRate: number): void;
  /** Slots by name for the checkpoint. */
  state(): NamedArrays;
  loadState(state: NamedArrays, source: string): void;
  dispose(): void;
}
