import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';

/** Names as in the case file of `kdlab loss` (lib/README.md). */
export interface LossInputs {
  labels?: Tensor1D; // int32 [N]
  studentLogits?: Tensor2D; // [N, C]
  teacherLogits?: Tensor2D; // [N, C]
  studentStrongLogits?: Tensor2D; // [N, C]
  teacherStrongLogits?: Tensor2D; // [N, C]
  classifierLogits?: Tensor2D; // [N, C]
  studentFeatures?: Tensor | Tensor[]; // [N, D], or a list of [N, C, H, W]
  teacherFeatures?: Tensor | Tensor[];
  previousProbabilities?: Tensor2D; // [N, C]
  candidates?: Tensor2D; // [N, C] of 0/1
  randomLabels?: Tensor2D; // int32 [N, k−1]
  /** t/Γ in [0, 1]. */
  progress?: number;
  /** Epoch counted from 0; absent: no ramp. */
  epoch?: number;
  epochs?: number;
}

export type LossInputName = keyof LossInputs;

/** Named parts, each already multiplied by its weight; the total is their sum. */
export type LossParts = Record<string, Scalar>;

/** The same parts by samples, [N] each: the batch mean is still to be taken. */
export type SampleParts = Record<string, Tensor1D>;

export type OptionValue = number | boolean | string | Record<string, unknown> | null;

export interface OptionDefinition {
  name: string;
  kind: 'number' | 'boolean' | 'choice' | 'options';
  default: OptionValue;
  /** `1` for dimensionless, `nats`, `epochs`, … */
  unit: string;
  meaning: string;
  /** Closed bounds for numbers; `above` for an open lower bound. */
  min?: number;
  max?: number;
  above?: number;
  choices?: readonly string[];
  /** The only numbers allowed, such as −1 and 1. */
  values?: readonly number[];
  /** Whole numbers only. */
  integer?: boolean;
  /** For `options`: whose they are. */
  nested?: NestedOptions;
}

/** Options of another loss: checked and filled in by that loss's own definitions. */
export interface NestedOptions {
  /** The option that holds the other loss's name. */
  chosenBy: string;
  owners: readonly { name: string; options: readonly OptionDefinition[] }[];
  /** Defaults that hold here instead of the owner's; those it has no option for do not count. */
  defaults?(resolved: Readonly<Record<string, OptionValue>>): Record<string, OptionValue>;
}

/** What a loss registers: one file, one line in lib/losses/index.ts. */
export interface LossDefinition {
  name: string;
  paper: string;
  basis: 'exact' | 'reconstruction';
  /** One line, in the field's notation. */
  formula: string;
  /** Paper and equation, or the reference code whose reduction and defaults are taken. */
  source: string;
  /** In one line, by samples before the batch mean: what a reader checks code against. */
  gradient: string;
  /** What other code does differently, and what surprises: one sentence each. */
  traps: readonly string[];
  required: readonly LossInputName[];
  optional: readonly LossInputName[];
  options: readonly OptionDefinition[];
  /** Pure: tensors in, weighted scalar parts out. Teacher-side inputs are constants. */
  evaluate(inputs: LossInputs, options: Readonly<Record<string, OptionValue>>): LossParts;
  /** The parts before the batch mean, for a loss that is one: what another loss can nest, weigh or mask. */
  bySample?(inputs: LossInputs, options: Readonly<Record<string, OptionValue>>): SampleParts;
  /** How far each sample's label gives way to the model's own prediction, ε in [0, 1], [N]; for losses that do so. */
  trust?(inputs: LossInputs, options: Readonly<Record<string, OptionValue>>): Tensor1D | undefined;
}
