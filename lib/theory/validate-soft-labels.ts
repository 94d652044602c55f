import { InputError } from '../base/errors';

/** How the arrays are called in messages: file names, as a rule. */
export interface SoftLabelNames {
  softLabels: string;
  labels: string;
  candidates: string;
}

/** Rows may miss 1 by rounding in float32 or a printed file, not more. */
const SUM_TOLERANCE = 1e-3;

/** [N] labels in 0 … C−1, N ≥ 1, C ≥ 2. */
export function requireLabels(
  labels: ArrayLike<number>,
  samples: number,
  classes: number,
  name: string,
): void {
  if (!Number.isInteger(classes) || classes < 2) {
    throw new InputError(`${name}: found ${classes} classes, needed are at least 2`);
  }
  if (!Number.isInteger(samples) || samples < 1) {
    throw new InputError(`${name}: found ${samples} samples, needed is at least 1`);
  }
  if (labels.length !== samples) {
    throw new InputError(
      `${name}: found ${labels.length} labels, needed are ${samples}, one for each sample`,
    );
  }
  for (let n = 0; n < samples; n++) {
    if (!Number.isInteger(labels[n]) || labels[n] < 0 || labels[n] >= classes) {
      throw new InputError(
        `${name}: entry ${n}: found ${labels[n]}, allowed are integers from 0 to ${classes - 1}`,
      );
    }
  }
}

/** [N, C] of finite, non-negative numbers whose rows sum to 1 within 1e-3. */
export function requireDistributions(
  rows: ArrayLike<number>,
  samples: number,
  classes: number,
  name: string,
): void {
  requireSize(rows, samples, classes, name);
  for (let n = 0; n < samples; n++) {
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const value = rows[n * classes + c];
      if (!Number.isFinite(value) || value < 0) {
        const negative = Number.isFinite(value);
        const found = negative ? `the negative number ${value}` : String(value);
        const remedy = negative ? ' (logits? apply softmax first)' : '';
        throw new InputError(
          `${name}: row ${n}, class ${c}: found ${found}, allowed are probabilities from 0 to 1${remedy}`,
        );
      }
      sum += value;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new InputError(
        `${name}: row ${n}: found the sum ${Number(sum.toPrecision(6))}, each row must sum to 1 within ${SUM_TOLERANCE}`,
      );
    }
  }
}

/** [N, C] of 0/1 without an empty row. */
export function requireCandidates(
  sets: ArrayLike<number>,
  samples: number,
  classes: number,
  name: string,
): void {
  requireSize(sets, samples, classes, name);
  for (let n = 0; n < samples; n++) {
    let size = 0;
    for (let c = 0; c < classes; c++) {
      const value = Number(sets[n * classes + c]);
      if (value !== 0 && value !== 1) {
        throw new InputError(`${name}: row ${n}, class ${c}: found ${value}, allowed are 0 and 1`);
      }
      size += value;
    }
    if (size === 0)
      throw new InputError(`${name}: row ${n}: found an empty candidate set, needed is at least one 1`);
  }
}

function requireSize(values: ArrayLike<number>, samples: number, classes: number, name: string): void {
  if (values.length !== samples * classes) {
    throw new InputError(
      `${name}: found ${values.length} values, needed are ${samples}×${classes} = ${samples * classes}`,
    );
  }
}
