import type { Scalar, Tensor } from '@tensorflow/tfjs-node-gpu';
import { tf } from './tensorflow';

export interface LossGradients<T extends Tensor[]> {
  /** Sum of the parts. */
  total: number;
  parts: Record<string, number>;
  /** d total / d input, one per input in its shape; zeros where the loss does not depend on it. The caller's. */
  gradients: T;
}

/**
 * Value and gradients of a loss by tfjs's autodiff. Only for small arrays (logits, features): networks have their
 * own tape. Nothing else of what `loss` makes survives.
 * @param loss pure; gets the inputs, returns named scalars that are added up
 */
export function lossGradients<T extends Tensor[], F extends (...inputs: T) => Record<string, Scalar>>(
  loss: F,
  inputs: readonly [...T],
): LossGradients<T> {
  let names: string[] = [];
  const tensors = tf.tidy(() => {
    let values: Tensor | undefined;
    const sumOfParts = (): Scalar => {
      const parts = checked(loss, inputs);
      names = Object.keys(parts);
      // Kept, because the autodiff frees what its function made.
      values = tf.keep(tf.stack(names.map((name) => parts[name])));
      return tf.addN(names.map((name) => parts[name]));
    };
    // tf.grads would refuse an input that the loss does not depend on.
    const { value, grads } = tf.engine().gradients(sumOfParts, [...inputs], undefined, true);
    const gradients = inputs.map((input, i) => (grads[i] as Tensor | null) ?? tf.zerosLike(input));
    return [value, values!, ...gradients];
  });
  const [total, values, ...gradients] = tensors;
  const numbers = values.dataSync();
  const result = {
    total: total.dataSync()[0],
    parts: Object.fromEntries(names.map((name, i) => [name, numbers[i]])),
    gradients: gradients as T,
  };
  total.dispose();
  values.dispose();
  return result;
}

/** The loss's parts, which must be scalars. Where it fails, what the autodiff has saved so far is freed. */
function checked<T extends Tensor[]>(
  loss: (...inputs: T) => Record<string, Scalar>,
  inputs: readonly [...T],
): Record<string, Scalar> {
  try {
    const parts = loss(...inputs);
    const names = Object.keys(parts);
    if (names.length === 0) throw new Error('lossGradients: the loss returned no parts');
    for (const name of names) {
      const { shape } = parts[name];
      if (shape.length > 0)
        throw new Error(`lossGradients: part '${name}' has shape [${shape.join()}], not a scalar`);
    }
    return parts;
  } catch (error) {
    for (const node of tf.engine().state.activeTape ?? []) {
      for (const saved of node.saved ?? []) saved?.dispose();
    }
    throw error;
  }
}
