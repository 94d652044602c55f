import type { FusedBatchNormAttributes } from '../module';
import { flag, integer, native, real } from '../native';
import type { Operation } from '../operation';

/**
 * Batch norm, residual sum and ReLU as one of our own kernels (`kernels/batch_norm.cc`): y = max(0, BN(x) [+ side]).
 * The same values as `batch-norm`, `add` and `relu` one after another, in a third of the memory traffic.
 */
export const fusedBatchNorm: Operation<FusedBatchNormAttributes> = {
  // Without a side branch the ReLU's mask is computed again from x.
  keeps: ({ relu, side }) => ({ inputs: 'first', output: relu && side }),
  sumsPair: true,

  forward({ inputs: [x, side], weights: [scale, offset], attributes, training, statistics }) {
    const { epsilon, momentum, relu } = attributes;
    const { mean, variance } = statistics!;
    const sides = side === undefined ? [] : [side];
    const [output, newMean, newVariance, coefficients] = native(
      'KdlabBatchNorm',
      [
        real('epsilon', epsilon),
        real('momentum', momentum),
        flag('relu', relu),
        flag('training', training),
        integer('sides', sides.length),
      ],
      [x, scale, offset, mean, variance, ...sides],
      4,
    );
    if (training) {
      return { output, saved: [coefficients], statistics: { mean: newMean, variance: newVariance } };
    }
    for (const unused of [newMean, newVariance, coefficients]) unused.dispose();
    return { output };
  },

  backward({ gradient, further, inputs: [x], output, saved: [coefficients], weights: [scale], attributes }) {
    const { relu } = attributes;
    const pair = further !== undefined;
    // What reaches the side branch is written down only where it is not the given gradient itself.
    const side = attributes.side && (relu || pair);
    const outputs = attributes.side && relu;
    const terms = [gradient, ...(pair ? [further] : []), ...(outputs ? [output] : [])];
    const [dx, dScale, dOffset, dSide] = native(
      'KdlabBatchNormGrad',
      [
        flag('relu', relu),
        flag('side', side),
        flag('pair', pair),
        flag('outputs', outputs),
        integer('terms', terms.length),
      ],
      [x, scale, coefficients, ...terms],
      4,
    );
    if (!side) dSide.dispose();
    const inputs = attributes.side ? [dx, side ? dSide : gradient] : [dx];
    return { inputs, weights: [dScale, dOffset] };
  },
};
