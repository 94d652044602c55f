import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import type { Operation, Statistics } from '../../lib/engine/operation';
import { tf } from '../../lib/engine/tensorflow';
import { spread } from './hashed';

export interface OperationCase<A> {
  operation: Operation<A>;
  attributes: A;
  inputs: Tensor[];
  weights: Tensor[];
  statistics?: Statistics;
}

/** Runs an operation forward and backward in training mode against a hashed output gradient. */
export function analyticGradients<A>(given: OperationCase<A>): {
  inputs: Float32Array[];
  weights: Float32Array[];
} {
  const { operation, attributes, inputs, weights, statistics } = given;
  const {
    output,
    saved,
    statistics: updated,
  } = operation.forward({ inputs, weights, attributes, training: true, statistics });
  const gradient = tf.tensor(spread(99, output.size, 0, 1), output.shape);
  const result = operation.backward({
    gradient,
    inputs,
    output,
    saved: saved ?? [],
    inputShapes: inputs.map((input) => input.shape),
    weights,
    attributes,
    needsInput: true,
  });
  const numbers = (tensors: (Tensor | undefined)[]) =>
    tensors.map((tensor) => tensor!.dataSync().slice() as Float32Array);
  const gradients = { inputs: numbers(result.inputs), weights: numbers(result.weights) };
  const made = new Set([output, gradient, ...(saved ?? []), ...result.inputs, ...result.weights]);
  made.forEach((tensor) => tensor?.dispose());
  updated?.mean.dispose();
  updated?.variance.dispose();
  return gradients;
}

/**
 * The same gradients by central differences of ⟨output gradient, output⟩, summed in float64. The outputs are float32,
 * so the difference has an error of about 1e-7·|y|/step; a function linear in each argument allows a large step.
 */
export function numericGradients<A>(
  given: OperationCase<A>,
  step: number,
): { inputs: Float32Array[]; weights: Float32Array[] } {
  const { inputs, weights } = given;
  const along = (tensors: Tensor[], rebuild: (changed: Tensor[]) => OperationCase<A>) =>
    tensors.map((tensor, which) => {
      const values = tensor.dataSync() as Float32Array;
      return Float32Array.from(values, (_, i) => {
        const at = (shift: number): number => {
          const moved = tf.tensor(
            values.map((value, j) => (j === i ? value + shift : value)),
            tensor.shape,
          );
          const product = projection(rebuild(tensors.map((other, j) => (j === which ? moved : other))));
          moved.dispose();
          return product;
        };
        return (at(step) - at(-step)) / (2 * step);
      });
    });
  return {
    inputs: along(inputs, (changed) => ({ ...given, inputs: changed })),
    weights: along(weights, (changed) => ({ ...given, weights: changed })),
  };
}

function projection<A>({ operation, attributes, inputs, weights, statistics }: OperationCase<A>): number {
  const result = operation.forward({ inputs, weights, attributes, training: true, statistics });
  const { output, saved, statistics: updated } = result;
  const values = output.dataSync();
  const gradient = spread(99, values.length, 0, 1);
  [output, ...(saved ?? []), updated?.mean, updated?.variance].forEach((tensor) => tensor?.dispose());
  return gradient.reduce((sum, g, i) => sum + g * values[i], 0);
}
