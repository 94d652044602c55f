import type { ParameterInfo } from './definition';
import type { Border, ConvAttributes, GroupedConvAttributes } from './padding';

/**
 * A network as data: nodes in the order they are computed, each reading earlier nodes. Built once by
 * `BackboneBuilder` (no TensorFlow needed for that); the tape runs it, with one operation per `kind`.
 */
export interface Backbone {
  readonly nodes: readonly GraphNode[];
  readonly parameters: readonly Parameter[];
  readonly norms: readonly NormInfo[];
  /** Node of the logits, [N, C]. */
  readonly logits: number;
  /** Node of the pooled penultimate features, [N, D]. */
  readonly features: number;
  /** Nodes by public name, such as `layer1` and `layer1:pre` (before the ReLU). */
  readonly taps: Readonly<Record<string, number>>;
  /** Nodes of the logits of added heads, by name. */
  readonly heads: Readonly<Record<string, number>>;
  /** Multiplications of convolutions and linear layers for one image. */
  readonly multiplyAdds: number;
}

/** What one node computes; the attributes are all its operation needs besides tensors. */
export type NodeSpec =
  | { kind: 'input' }
  | { kind: 'conv2d'; attributes: ConvAttributes }
  | { kind: 'depthwise-conv2d'; attributes: GroupedConvAttributes }
  | { kind: 'grouped-conv2d'; attributes: GroupedConvAttributes }
  | { kind: 'batch-norm'; attributes: BatchNormAttributes }
  | { kind: 'fused-batch-norm'; attributes: FusedBatchNormAttributes }
  | { kind: 'relu'; attributes: Empty }
  | { kind: 'add'; attributes: Empty }
  | { kind: 'concat'; attributes: Empty }
  | { kind: 'slice-channels'; attributes: SliceAttributes }
  | { kind: 'channel-shuffle'; attributes: ShuffleAttributes }
  | { kind: 'max-pool'; attributes: PoolAttributes }
  | { kind: 'average-pool'; attributes: PoolAttributes }
  | { kind: 'global-average-pool'; attributes: Empty }
  | { kind: 'detach'; attributes: Empty }
  | { kind: 'flatten'; attributes: Empty }
  | { kind: 'linear'; attributes: Empty };

export type Empty = Record<string, never>;

export interface BatchNormAttributes {
  /** Index into `Backbone.norms` and the running statistics. */
  norm: number;
  /** Added to the variance. */
  epsilon: number;
  /** Weight of the new batch in the running statistics, PyTorch's `momentum`. */
  momentum: number;
}

/** Never built by hand: `fuse` puts it in the place of a batch norm and what follows it. */
export interface FusedBatchNormAttributes extends BatchNormAttributes {
  /** A ReLU behind it. */
  relu: boolean;
  /** A second input is added before the ReLU (the short cut of a residual block). */
  side: boolean;
}

export interface PoolAttributes {
  size: number;
  stride: number;
  /** Added around the map first; absent: nothing. */
  pad?: Border;
}

export interface SliceAttributes {
  /** First channel, and the one behind the last. */
  from: number;
  to: number;
}

export interface ShuffleAttributes {
  groups: number;
}

export type GraphNode = NodeSpec & {
  readonly inputs: readonly number[];
  /** Indices into the parameters. */
  readonly parameters: readonly number[];
  /** Without the batch axis: [H, W, C] or [D]. */
  readonly shape: readonly number[];
};

/** How a parameter is drawn at the start. */
export type Initial =
  | { kind: 'constant'; value: number }
  | { kind: 'normal'; deviation: number }
  | { kind: 'uniform'; bound: number };

/** How PyTorch's array and the engine's differ in order. */
export type Layout =
  /** No difference: vectors, and linear weights [out, in]. */
  | { kind: 'same' }
  /** [out, in, kh, kw] in PyTorch, [kh, kw, in, out] here; in groups, `in` is the channels of one group. */
  | { kind: 'conv' }
  /** [channels, 1, kh, kw] in PyTorch, [kh, kw, channels, 1] here. */
  | { kind: 'depthwise' }
  /** Linear weights on a flattened map: columns run over (c, h, w) in PyTorch, over (h, w, c) here. */
  | { kind: 'flattened'; height: number; width: number; channels: number };

export interface Parameter extends ParameterInfo {
  readonly layout: Layout;
  /** Shape of the engine's tensor. */
  readonly engineShape: readonly number[];
  readonly initial: Initial;
}

export interface NormInfo {
  /** PyTorch's module name; `.running_mean` and `.running_var` hang on it. */
  readonly name: string;
  readonly channels: number;
}
