import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { resolveOptions } from '../../lib/losses/index';
import type { LossDefinition, LossInputs } from '../../lib/losses/index';
import { tf } from '../../lib/engine';
import { logSumExp, mean } from './arbitrary';
import type { Case } from './fixture';

/** A loss as a plain function of one of its inputs, for differences of its values. */
export interface LossOfInput {
  /** The input as the loss sees it: float32, flat. */
  at: Float32Array;
  /** Sum of the parts with other numbers in the input's place. */
  value(numbers: Float32Array): number;
  dispose(): void;
}

type Nested = number | Nested[];

/** `field` of a case as the free variable; every other input fixed. Lists of stages are joined end to end. */
export function lossOfInput(
  definition: LossDefinition,
  { loss: _loss, options, ...fields }: Case,
  field: string,
): LossOfInput {
  const resolved = resolveOptions(definition, options);
  const inputs = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, toInput(name, value as Nested)]),
  );
  const free = [inputs[field]].flat() as Tensor[];
  const at = Float32Array.from(free.flatMap((tensor) => Array.from(tensor.dataSync())));
  const rebuilt = (numbers: Float32Array): Tensor | Tensor[] => {
    let offset = 0;
    const tensors = free.map(({ shape, size }) => tf.tensor(numbers.slice(offset, (offset += size)), shape));
    return Array.isArray(inputs[field]) ? tensors : tensors[0];
  };
  return {
    at,
    value: (numbers) => {
      const parts = tf.tidy(() =>
        tf.stack(
          Object.values(
            definition.evaluate({ ...inputs, [field]: rebuilt(numbers) } as LossInputs, resolved),
          ),
        ),
      );
      const total = parts.dataSync<'float32'>().reduce((sum, part) => sum + part, 0);
      parts.dispose();
      return total;
    },
    dispose: () => tf.dispose(Object.values(inputs) as Tensor[]),
  };
}

/**
 * mean_n −Σ_i w_ni log p_ni as a function of the logits, w fixed, in float64: what a loss with a constant target is
 * differentiated as.
 * @param logits [N][C], where to start
 */
export function crossEntropyWith(target: number[][], logits: number[][]): LossOfInput {
  const classes = target[0].length;
  return {
    at: Float32Array.from(logits.flat()),
    value: (numbers) =>
      mean(
        target.map((w, n) => {
          const z = Array.from(numbers.subarray(n * classes, (n + 1) * classes));
          const total = logSumExp(z);
          return w.reduce((sum, weight, i) => sum + weight * (total - z[i]), 0);
        }),
      ),
    dispose: () => undefined,
  };
}

/**
 * Derivative along a direction: central differences at h and h/2, extrapolated to order h⁴.
 * The step is what float32 makes of it, not what was asked for.
 */
export function directionalDerivative(
  { at, value }: LossOfInput,
  direction: readonly number[],
  h: number,
): number {
  const central = (step: number): number => {
    const ahead = at.map((x, i) => x + step * direction[i]);
    const behind = at.map((x, i) => x - step * direction[i]);
    const norm = direction.reduce((sum, v) => sum + v * v, 0);
    const covered = direction.reduce((sum, v, i) => sum + v * (ahead[i] - behind[i]), 0) / norm;
    return (value(ahead) - value(behind)) / covered;
  };
  return (4 * central(h / 2) - central(h)) / 3;
}

const LARGEST_STEP = 2 ** -5;
const SMALLEST_STEP = 2 ** -8;

/**
 * |difference quotient − slope| along a direction, in units of what is allowed at the step that decides. A value that
 * bends within a step says nothing at that step: it is told by half the step, whose quotient is then another.
 * @param allowed for a step h, truncation and rounding
 */
export function disagreement(
  loss: LossOfInput,
  direction: readonly number[],
  slope: number,
  allowed: (h: number) => number,
): number {
  let measured = directionalDerivative(loss, direction, LARGEST_STEP);
  for (let h = LARGEST_STEP; ; h /= 2) {
    const found = Math.abs(measured - slope) / allowed(h);
    if (found < 1 || h === SMALLEST_STEP) return found;
    const finer = directionalDerivative(loss, direction, h / 2);
    if (Math.abs(finer - measured) < allowed(h) / 2) return found;
    measured = finer;
  }
}

function toInput(name: string, value: Nested): number | Tensor | Tensor[] {
  if (typeof value === 'number') return value;
  const depth = (at: Nested): number => (Array.isArray(at) ? 1 + depth(at[0]) : 0);
  if (depth(value) === 5) return value.map((stage) => tf.tensor(stage as number[][]));
  const isInteger = name === 'labels' || name === 'randomLabels';
  return tf.tensor(value as number[][], undefined, isInteger ? 'int32' : 'float32');
}
