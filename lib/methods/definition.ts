import type { Tensor, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import type { PreparedData } from '../data/definition';
import type { ForwardPass, FrozenModel, Network, OutputGradients } from '../engine/definition';
import type { OptionDefinition, OptionValue } from '../losses/definition';
import type { Measures, RunSpec, SoftLabelSource } from '../base';

/**
 * How a loss is fed. A method says how many networks learn together, which views they see, which activations it
 * taps and which extra heads it adds; then, for each mini-batch, it turns outputs into a loss and its gradients.
 * The trainer owns everything else: forward and backward passes, optimiser, schedule, evaluation, checkpoints.
 */
export interface MethodDefinition {
  name: string;
  description: string;
  options: readonly OptionDefinition[];
  /** Throws InputError where loss, views, teacher or number of models do not fit. */
  create(setting: MethodSetting): Method;
}

export interface MethodSetting {
  spec: RunSpec;
  data: PreparedData;
  /** Options of the method, resolved with defaults. */
  options: Readonly<Record<string, OptionValue>>;
  hasTeacher: boolean;
}

export interface Method {
  /** Number of networks trained together (1, or the peers of mutual learning). */
  readonly learners: number;
  /** Learners that take turns; absent: all see one mini-batch and are updated at once. */
  readonly turns?: Turns;
  /** Whether all learners start from the same weights; default: each from its own. */
  readonly sharedInitialisation?: boolean;
  /** View names each learner (and the teacher) sees, in order. */
  readonly views: readonly string[];
  /** One forward pass of each learner over the images of all views together: batch statistics of the joint batch. Default false. */
  readonly concatenated?: boolean;
  /** Activations of learner and teacher to hand out. */
  readonly studentTaps?: readonly string[];
  readonly teacherTaps?: readonly string[];
  /** Adds heads; called once after the networks are built. */
  prepare?(networks: readonly Network[], seed: number): void;
  /**
   * Networks that only the method uses, such as an embedding of the teacher's features; asked for once, after `prepare`.
   * `losses` runs their passes, forward and backward; the trainer gives each an optimiser and keeps it in the checkpoint.
   */
  auxiliaries?(): readonly Network[];
  /** Loss and gradients of one mini-batch, one entry a learner. Tensors it makes are its own to dispose, the gradients' are taken by the trainer. */
  losses(step: StepInputs): LearnerLoss[];
  beginEpoch?(epoch: number): void;
  /** After an epoch; may evaluate the training images to refresh its targets. */
  endEpoch?(
    epoch: number,
    networks: readonly Network[],
    predictTrain: (network: Network) => Float32Array,
  ): void;
  /** Soft labels whose indicators enter the record this epoch (teacher and labels are added by the trainer). */
  softLabels?(): {
    source: SoftLabelSource;
    view: string;
    split: 'train' | 'test';
    probabilities: Float32Array;
  }[];
  /**
   * Training images whose soft label of a view counted in this epoch, [N] of 0/1 by view; their indicators enter the
   * record beside those of all.
   */
  selected?(): Record<string, Uint8Array>;
  /**
   * What it measured in the epoch that has just ended besides losses, for that epoch's line and (of the last epoch) the
   * record: by name, one number each or one a class.
   */
  measures?(): Measures;
  /** Whether its predictions are meant as soft labels for others: their indicators on the test images enter the record. */
  readonly teaches?: boolean;
  /** What is worth keeping of the last epoch in the run folder, as `<name>.npy`. */
  arrays?(): Record<string, { values: Float32Array; shape: readonly number[] }>;
  /** Arrays that evolve, for the checkpoint. */
  state?(): Record<string, Float32Array>;
  loadState?(state: Record<string, Float32Array>): void;
}

/** How several learners share a step. */
export interface Turns {
  /** `separate`: each learner draws mini-batches of its own, as a plain run with its seed would. */
  batches: 'shared' | 'separate';
  /** `alternating`: each learner is updated before the next one looks at its prediction. */
  update: 'simultaneous' | 'alternating';
}

export interface StepInputs {
  /** Position in the training part, [N]. */
  indices: Int32Array;
  /** Labels as fed, [N] int32. */
  labels: Tensor;
  /** `passes[learner][view]`. */
  passes: readonly Readonly<Record<string, ForwardPass>>[];
  /** Of learners that take turns: the one whose turn it is, and the only one whose loss is asked for. */
  learner?: number;
  /** Teacher's outputs on a view; computed on first use, freed by the trainer after the step. */
  teacher(view: string): TeacherOutputs;
  /** The teacher's logits of all training images without augmentation, [n, C]; computed on first use and kept. */
  teacherOnTraining?: () => Float32Array;
  epoch: number;
  epochs: number;
  /** Global step / total steps, in [0, 1). */
  progress: number;
  /** Global step, for labelled random draws. */
  step: number;
}

export interface TeacherOutputs {
  logits: Tensor2D;
  features: Tensor2D;
  taps: Record<string, Tensor>;
}

export interface LearnerLoss {
  total: number;
  parts: Record<string, number>;
  /** Gradients per view, for `ForwardPass.backward`. */
  gradients: Record<string, OutputGradients>;
  /** ε of each sample, [N], where the loss corrects labels by the model's own prediction and labels are noisy. */
  trust?: Float32Array;
}

export type { FrozenModel };
