import type { Rank, Scalar, Tensor1D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../../engine';
import type { LossParts, SampleParts } from '../definition';

/**
 * One weighted part of a loss: weight · mean over the batch. With weight 0 the part is 0 and is not computed.
 * @param perSample gives [N]
 */
export function batchMeanPart(weight: number, perSample: () => Tensor1D): Scalar {
  return weight === 0 ? tf.scalar(0) : perSample().mean<Scalar>().mul(weight);
}

/** A weighted part that is no mean over samples; with weight 0 it is 0 and not computed. */
export function scalarPart(weight: number, value: () => Scalar): Scalar {
  return weight === 0 ? tf.scalar(0) : value().mul(weight);
}

/**
 * One weighted part by samples: weight · perSample, [N]. With weight 0 it is 0 and not computed.
 * @param samples N
 * @param perSample gives [N]
 */
export function samplePart(weight: number, samples: number, perSample: () => Tensor1D): Tensor1D {
  if (weight === 0) return tf.zeros<Rank.R1>([samples]);
  return weight === 1 ? perSample() : perSample().mul(weight);
}

/** The batch mean of each part: the one place where losses that are means over samples are averaged. */
export function batchMean(parts: SampleParts): LossParts {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.mean<Scalar>()]));
}

/**
 * Linear warm-up of a loss weight: min((epoch + 1)/warmupEpochs, 1), epoch counted from 0.
 * Without an epoch, or with warmupEpochs 0, there is no ramp.
 */
export function warmUp(epoch: number | undefined, warmupEpochs: number): number {
  if (epoch === undefined || warmupEpochs === 0) return 1;
  return Math.min((epoch + 1) / warmupEpochs, 1);
}
