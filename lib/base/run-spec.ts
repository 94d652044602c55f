/**
 * The run specification: one JSON-able object that says everything about one training run.
 * `configId` and `runId` are derived from it (run-id.ts); `parseRunSpec` (run-spec-schema.ts) validates it.
 */
export interface RunSpec {
  specVersion: 1;
  data: DataSpec;
  /** Registered model name; for mutual learning one name per learner. */
  model: string | string[];
  teacher?: TeacherSpec;
  method: MethodSpec;
  optimiser: OptimiserSpec;
  schedule: ScheduleSpec;
  epochs: number;
  batchSize: number;
  earlyStopping?: EarlyStoppingSpec;
  /** Evaluate every n-th epoch (and always the last); default 1. */
  evaluateEvery?: number;
  /** Integer ≥ 1; fixes initial weights, order, augmentation and (without `subsetSeed`) the subset. */
  seed: number;
}

/** Which images, labels and views. Everything absent takes the default written behind the field. */
export interface DataSpec {
  /** Registered data set, such as `fashion-mnist-cut`, `cifar100`. */
  set: string;
  /** `fine` (default) or `coarse`, where the set has both. */
  labels?: 'fine' | 'coarse';
  /** Keep only these classes, relabelled 0 … n−1 in this order. Default: all. */
  classes?: number[];
  /** Side length after area averaging, rounded to uint8. Default: as stored. */
  resolution?: number;
  /** Training images kept per class. Default: all. */
  trainPerClass?: number;
  /** Test images kept per class. Default: all. */
  testPerClass?: number;
  /** Seed of the training subset and the validation split. Default: the run's seed. */
  subsetSeed?: number;
  /** Images taken out of the training part, class-balanced, labels kept clean. Default: none. */
  validationPerClass?: number;
  /** Registered change of the training labels (noise, candidates, soft labels) and its options. */
  labelTransform?: { name: string; options?: Record<string, unknown> };
  /** Views of each training image by name; default `{ weak: { crop: 0, flip: false } }`. */
  views?: Record<string, ViewSpec>;
  /** `train` (default): mean and deviation of the training part; `published`: the set's usual constants. */
  normalise?: 'train' | 'published';
}

/** One view's augmentation: zero-pad by `crop`, crop back, flip with probability ½; `policy` names a registered one. */
export interface ViewSpec {
  crop?: number;
  /** Instead of `crop`: a random part, enlarged again (torchvision's RandomResizedCrop). Default false. */
  resizedCrop?: boolean;
  flip?: boolean;
  policy?: string;
}

/** A teacher is another run of ours, or a weight file. Always frozen and in evaluation mode. */
export type TeacherSpec =
  | { run: RunSpec }
  | { file: string; sha256: string; model: string; classes?: number };

/** How a loss is fed. `name`: registered method; `loss`: registered loss; options of each. */
export interface MethodSpec {
  name: string;
  loss: string;
  lossOptions?: Record<string, unknown>;
  options?: Record<string, unknown>;
}

export interface OptimiserSpec {
  name: 'sgd';
  learningRate: number;
  /** Default 0.9. */
  momentum?: number;
  /** Default false. */
  nesterov?: boolean;
  /** PyTorch's: added to the gradient. Default 0. */
  weightDecay?: number;
  /** `all` parameters (default, as PyTorch) or `weights` (no biases, no batch-norm parameters). */
  decayOn?: 'all' | 'weights';
}

/** Learning-rate factor over the run; `warmup` is the share of all steps with a linear rise from 0. */
export interface ScheduleSpec {
  name: 'constant' | 'cosine' | 'step';
  /** Share of all steps, in [0, 1); default 0. */
  warmup?: number;
  /** `step`: epochs (counted from 1 as papers do: the change applies from that epoch's end) and factor. */
  milestones?: number[];
  /** Default 0.1. */
  factor?: number;
}

export interface EarlyStoppingSpec {
  /** Evaluations without improvement before the run stops. */
  patience: number;
  /** `validation` needs `data.validationPerClass`. */
  on: 'validation' | 'test';
}
