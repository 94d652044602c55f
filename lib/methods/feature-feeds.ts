import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { ForwardPass, Network, OutputGradients } from '../engine/definition';
import type { TeacherOutputs } from './definition';
import type { FeatureMap } from './feature-maps';
import { linearEmbedding } from './linear-embedding';

/** How a loss on features gets them: from which outputs of both networks, in which shape, and where gradients go. */
export interface FeatureFeed {
  readonly studentTaps: readonly string[];
  readonly teacherTaps: readonly string[];
  prepare?(network: Network, seed: number): void;
  /** Trained on the teacher's pooled features, which it takes the place of; there after `prepare`. */
  embedding?(): Network;
  /** What the student's gradient is asked for. */
  student(pass: ForwardPass): Tensor[];
  teacher(outputs: TeacherOutputs): Tensor[];
  /** The shape that the loss takes, inside the autodiff: features [N, D], or a list of maps [N, C, H, W]. */
  shape(tensors: Tensor[]): Tensor | Tensor[];
  /** Gradients of `student`, in its order, as the backward takes them. */
  gradients(of: Tensor[]): OutputGradients;
}

const first = ([tensor]: Tensor[]): Tensor => tensor;

/** Pooled features of both. */
export const pooled: FeatureFeed = {
  studentTaps: [],
  teacherTaps: [],
  student: ({ features }) => [features],
  teacher: ({ features }) => [features],
  shape: first,
  gradients: ([features]) => ({ features: features as Tensor2D }),
};

/** Pooled features, each through a trained linear layer to `width` numbers. */
export function embedded(width: number, teacherWidth: number): FeatureFeed {
  let embedding: Network | undefined;
  return {
    ...pooled,
    prepare(network, seed) {
      network.addHead('embedding', width, { detach: false, seed });
      embedding = linearEmbedding(teacherWidth, width, seed);
    },
    embedding: () => embedding!,
    student: ({ heads }) => [heads.embedding],
    gradients: ([head]) => ({ heads: { embedding: head as Tensor2D } }),
  };
}

/** Maps by their taps, stage by stage. */
export function stages(student: readonly FeatureMap[], teacher: readonly FeatureMap[]): FeatureFeed {
  const studentTaps = student.map(({ tap }) => tap);
  const teacherTaps = teacher.map(({ tap }) => tap);
  return {
    studentTaps,
    teacherTaps,
    student: ({ taps }) => studentTaps.map((tap) => taps[tap]),
    teacher: ({ taps }) => teacherTaps.map((tap) => taps[tap]),
    shape: (maps) => maps.map((map) => (map as Tensor4D).transpose([0, 3, 1, 2])),
    gradients: (of) => ({ taps: Object.fromEntries(studentTaps.map((tap, s) => [tap, of[s]])) }),
  };
}

/** One map of each, flattened. */
export function flattened(student: FeatureMap, teacher: FeatureMap): FeatureFeed {
  return {
    ...stages([student], [teacher]),
    shape: ([map]) => map.reshape([map.shape[0], map.size / map.shape[0]]),
  };
}

/** The student's map through a trained regressor to the shape of the teacher's, both flattened. */
export function regressed(student: FeatureMap, teacher: FeatureMap): FeatureFeed {
  return {
    ...flattened({ ...student, tap: 'regressors.hint' }, teacher),
    prepare: (network, seed) =>
      network.addRegressor('hint', { tap: student.tap, target: teacher.shape, seed }),
  };
}
