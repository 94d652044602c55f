import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { InputError } from '../base';
import { ceWeight } from './common-options';
import type { LossParts } from './definition';
import { batchMeanPart, crossEntropy, oneHot } from './numerics';

/** What losses on features share: their inputs as they come, the cross-entropy beside them, what they refuse. */
export interface FeatureInputs {
  labels: Tensor1D;
  studentLogits: Tensor2D;
  studentFeatures: Tensor | Tensor[];
  teacherFeatures: Tensor | Tensor[];
}

export const FEATURE_INPUTS = ['labels', 'studentLogits', 'studentFeatures', 'teacherFeatures'] as const;

/** The default that all of them share: the cross-entropy counts fully. */
export const fullCeWeight = ceWeight(1);

/** Part `ce`. */
export function cePart({ labels, studentLogits }: FeatureInputs, weight: number): LossParts {
  const truth = oneHot(labels, studentLogits.shape[1]);
  return { ce: batchMeanPart(weight, () => crossEntropy(studentLogits, truth)) };
}

/** Both sides as [N, D]. Throws InputError for feature maps, and for different widths where `equal`. */
export function featureRows(
  { studentFeatures, teacherFeatures }: FeatureInputs,
  loss: string,
  equal = false,
): [student: Tensor2D, teacher: Tensor2D] {
  const student = rows(studentFeatures, 'studentFeatures', loss);
  const teacher = rows(teacherFeatures, 'teacherFeatures', loss);
  if (equal && student.shape[1] !== teacher.shape[1]) {
    throw new InputError(
      `loss '${loss}': studentFeatures: found width ${student.shape[1]}, allowed is ${teacher.shape[1]} as in teacherFeatures`,
    );
  }
  return [student, teacher];
}

/** Both sides as lists of [N, C, H, W], stage by stage. Throws InputError where there are none or not as many. */
export function featureStages(
  { studentFeatures, teacherFeatures }: FeatureInputs,
  loss: string,
): [student: Tensor4D, teacher: Tensor4D][] {
  const student = stages(studentFeatures, 'studentFeatures', loss);
  const teacher = stages(teacherFeatures, 'teacherFeatures', loss);
  if (student.length !== teacher.length) {
    throw new InputError(
      `loss '${loss}': studentFeatures: found ${student.length} stages, allowed are ${teacher.length} as in teacherFeatures`,
    );
  }
  return student.map((stage, s) => [stage, teacher[s]]);
}

function rows(features: Tensor | Tensor[], name: string, loss: string): Tensor2D {
  if (!Array.isArray(features) && features.rank === 2) return features as Tensor2D;
  throw new InputError(`loss '${loss}': ${name}: found feature maps, allowed are features of shape N×D`);
}

function stages(features: Tensor | Tensor[], name: string, loss: string): Tensor4D[] {
  if (Array.isArray(features) && features.every(({ rank }) => rank === 4)) return features as Tensor4D[];
  throw new InputError(
    `loss '${loss}': ${name}: found features of shape N×D, allowed is a list of feature maps N×C×H×W`,
  );
}
