import { dtype, flag, FLOAT, native, real, text } from '../native';
import type { BatchNormAttributes } from '../module';
import type { Attribute } from '../native';
import type { Operation } from '../operation';

/**
 * Batch normalisation over N, H, W of NHWC maps (Ioffe and Szegedy 2015): y = γ·(x − μ)/√(σ² + ε) + β.
 *
 * Training normalises with the batch's mean and biased variance; the running variance takes the unbiased one,
 * as in PyTorch: r ← (1 − m)·r + m·batch. TensorFlow's fused kernel does both. Evaluation uses the running ones.
 */
export const batchNorm: Operation<BatchNormAttributes> = {
  keeps: () => ({ inputs: true, output: false }),

  forward({ inputs: [x], weights: [scale, offset], attributes, training, statistics }) {
    const { mean, variance } = statistics!;
    const inputs = [x, scale, offset, mean, variance];
    const results = native('FusedBatchNormV3', forwardAttributes(attributes, training), inputs, 6);
    const [output, newMean, newVariance, ...saved] = results;
    if (training) return { output, saved, statistics: { mean: newMean, variance: newVariance } };
    for (const unused of [newMean, newVariance, ...saved]) unused.dispose();
    return { output };
  },

  backward({ gradient, inputs: [x], saved, weights: [scale], attributes, needsInput }) {
    const inputs = [gradient, x, scale, ...saved];
    const [dx, dScale, dOffset, ...unused] = native(
      'FusedBatchNormGradV3',
      backwardAttributes(attributes),
      inputs,
      5,
    );
    for (const tensor of unused) tensor.dispose();
    if (!needsInput) dx.dispose();
    return { inputs: [needsInput ? dx : undefined], weights: [dScale, dOffset] };
  },
};

const STATISTICS = dtype('U', 'float32');
const FORMAT = text('data_format', 'NHWC');

function forwardAttributes({ epsilon, momentum }: BatchNormAttributes, training: boolean): Attribute[] {
  const factor = real('exponential_avg_factor', training ? momentum : 1);
  return [FLOAT, STATISTICS, real('epsilon', epsilon), factor, FORMAT, flag('is_training', training)];
}

function backwardAttributes({ epsilon }: BatchNormAttributes): Attribute[] {
  return [FLOAT, STATISTICS, real('epsilon', epsilon), FORMAT, flag('is_training', true)];
}
