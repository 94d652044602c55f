import type { RunSpec } from './run-spec';

export type Profile = 'smoke' | 'quick' | 'cpu' | 'paper';
export const PROFILES: readonly Profile[] = ['smoke', 'quick', 'cpu', 'paper'];

/** What is kept for good of a finished run: `data/records/<paper>/<table>/<runId>.json`, under 50 kB. */
export interface RunRecord {
  recordVersion: 1;
  runId: string;
  configId: string;
  spec: RunSpec;
  profile: Profile;
  /** Named data of the profile, such as `c100-20@16`. */
  profileData: string;
  paper: string;
  table: string;
  row: string;
  column: string;
  seed: number;
  environment: Environment;
  teacher?: { name: string; runId?: string; accuracy: number };
  /** Where several networks learn together: the mean over them, entry by entry. */
  metrics: {
    last: EpochMetrics;
    bestTest: EpochMetrics;
    bestValidation?: EpochMetrics;
    /** Each of several networks, in the order of `spec.model`, with its own best epoch. */
    learners?: { last: EpochMetrics; bestTest: EpochMetrics }[];
    /** The mean of their probabilities, after the last epoch. */
    ensemble?: EpochMetrics;
  };
  /** Learning curve in brief: one entry per evaluated epoch. */
  curve: CurvePoint[];
  softLabels: SoftLabelIndicators[];
  /** What method and teacher measured in the last epoch besides, by name, such as `teacherClassSums@4`. */
  measures?: Measures;
  /**
   * Those of them that are one number, over the epochs (from 1), and of several learners each one's test accuracy,
   * `top1@1`, `top1@2`, …; null where an epoch has none. At most 60 epochs.
   */
  measureCurves?: MeasureCurves;
  /** Wall-clock of the training proper, teacher not counted. */
  seconds: number;
}

export interface CurvePoint {
  epoch: number;
  loss: number;
  trainTop1?: number;
  top1: number;
  /** Of runs with a teacher, as in `EpochMetrics`; absent in records older than these fields. */
  teacherAgreement?: number;
  copiedErrors?: number;
}

export interface MeasureCurves {
  epochs: number[];
  values: Record<string, (number | null)[]>;
}

/** Numbers by name: one each, or one a class (or a bin). Names carry their setting, such as a temperature after `@`. */
export type Measures = Record<string, number[]>;

/** Numbers of one evaluation. Accuracies in %, NLL in nats, ECE in [0, 1], AURC ×1000. */
export interface EpochMetrics {
  epoch: number;
  top1: number;
  top5: number;
  nll: number;
  ece: number;
  aurc: number;
  perClass?: number[];
  /** Share (in %) of test images where student and teacher predict the same class; mean KL(teacher‖student). */
  teacherAgreement?: number;
  teacherKl?: number;
  /** Share (in %) of the teacher's errors where the student makes the same one; absent where the teacher makes none. */
  copiedErrors?: number;
}

export type SoftLabelSource = 'teacher' | 'peer' | 'self' | 'candidates' | 'labels';

/**
 * η_k, γ_k for k = 1 … min(5, C−1), and mean distances to the truth, of one soft label as it was used. Candidate sets,
 * whose sizes differ, have one η and one γ and no k.
 */
export interface SoftLabelIndicators {
  source: SoftLabelSource;
  view: string;
  split: 'train' | 'test';
  epoch: number;
  k: number[];
  unreliability: number[];
  ambiguity: number[];
  distances: {
    chebyshev: number;
    kl: number | null;
    klInfinite: number;
    manhattan: number;
    euclidean: number;
  };
}

export interface Environment {
  node: string;
  tfjs: string;
  tensorflow: string;
  cpu: string;
  threads: number;
  /** Which kernels trained it: the project's own or TensorFlow's alone; absent in records older than the own ones. */
  kernels?: 'own' | 'tensorflow';
  commit: string;
  date: string;
}
