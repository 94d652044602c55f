import type { OptionDefinition } from './definition';

/** How the weights of IPWD are made from two heads (ipwd.ts derives them). */
export interface IpwdWeightOptions {
  ratio: 'cls-over-kd' | 'kd-over-cls';
  standardise: boolean;
  normaliseWeights: boolean;
  /** Largest w before the division by the batch mean; null: no limit. */
  weightClip: number | null;
  weightEpsilon: number;
}

/**
 * The weights w of a batch, constants to every gradient. Plain numbers, not tensors: a batch is small, and a dozen
 * operations on tensors would cost more than the sums.
 *
 * @param studentLogits of the distilled head, N rows of C
 * @param classifierLogits of the auxiliary head, likewise
 * @param labels [N]
 * @returns [N], at least 1, or of mean 1 with `normaliseWeights`
 */
export function ipwdWeights(
  studentLogits: ArrayLike<number>,
  classifierLogits: ArrayLike<number>,
  labels: ArrayLike<number>,
  options: IpwdWeightOptions,
): Float32Array {
  const { ratio, standardise, normaliseWeights, weightClip, weightEpsilon } = options;
  const samples = labels.length;
  const [above, below] =
    ratio === 'cls-over-kd' ? [classifierLogits, studentLogits] : [studentLogits, classifierLogits];
  const weights = new Float64Array(samples);
  let sum = 0;
  for (let n = 0; n < samples; n++) {
    const share = rowEntropy(above, n, samples, labels[n], standardise);
    const w = 1 + share / (rowEntropy(below, n, samples, labels[n], standardise) + weightEpsilon);
    weights[n] = weightClip === null ? w : Math.min(w, weightClip);
    sum += weights[n];
  }
  const scale = normaliseWeights ? samples / sum : 1;
  return Float32Array.from(weights, (w) => w * scale);
}

/**
 * Cross-entropy of the n-th row with its label, log(1 + Σ_{i≠y} exp(z_i − z_y)), so that a sure row keeps its digits; of
 * the row's z-scores (unbiased deviation + 1e-7) where `standardise`. A constant row standardises to zeros.
 */
function rowEntropy(
  logits: ArrayLike<number>,
  n: number,
  samples: number,
  label: number,
  standardise = false,
): number {
  const classes = logits.length / samples;
  const start = n * classes;
  const truth = logits[start + label];
  let scale = 1;
  if (standardise) {
    let mean = 0;
    for (let i = start; i < start + classes; i++) mean += logits[i] / classes;
    let squares = 0;
    for (let i = start; i < start + classes; i++) squares += (logits[i] - mean) ** 2;
    scale = 1 / (Math.sqrt(squares / (classes - 1)) + 1e-7);
  }
  let largest = -Infinity;
  for (let i = start; i < start + classes; i++) {
    if (i !== start + label) largest = Math.max(largest, (logits[i] - truth) * scale);
  }
  let others = 0; // Σ exp of the differences, relative to the largest
  for (let i = start; i < start + classes; i++) {
    if (i !== start + label) others += Math.exp((logits[i] - truth) * scale - largest);
  }
  const odds = largest + Math.log(others); // log (1 − p_y)/p_y
  return odds > 0 ? odds + Math.log1p(Math.exp(-odds)) : Math.log1p(Math.exp(odds));
}

/** Cross-entropy of each row with its label, [N], in nats. */
export function rowEntropies(logits: ArrayLike<number>, labels: ArrayLike<number>): Float32Array {
  return Float32Array.from(labels, (label, n) => rowEntropy(logits, n, labels.length, label));
}

/** Options of the weights; the method that weights PS-KD takes them, too. */
export const ipwdWeightOptions: readonly OptionDefinition[] = [
  {
    name: 'ratio',
    kind: 'choice',
    default: 'cls-over-kd',
    unit: '1',
    meaning: 'w = 1 + H_cls/H_kd or 1 + H_kd/H_cls',
    choices: ['cls-over-kd', 'kd-over-cls'],
  },
  {
    name: 'standardise',
    kind: 'boolean',
    default: true,
    unit: '1',
    meaning: 'whether the entropies in w are those of z-scored logits',
  },
  {
    name: 'normaliseWeights',
    kind: 'boolean',
    default: true,
    unit: '1',
    meaning: 'whether w is divided by its batch mean',
  },
  {
    name: 'weightClip',
    kind: 'number',
    default: null,
    unit: '1',
    meaning: 'largest w, before the division by the batch mean; null: no limit',
    min: 1,
  },
  {
    name: 'weightEpsilon',
    kind: 'number',
    default: 1e-7,
    unit: 'nats',
    meaning: 'added to the entropy that w divides by',
    min: 0,
  },
];
