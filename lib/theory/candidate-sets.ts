import { InputError } from '../base/errors';
import type { RandomStream } from '../base/random';
import { requireSetting } from './corollary1';
import type { CandidateSetting } from './corollary1';
import { requireShare } from './requirements';

/**
 * Draws one candidate set for each label (unreliable partial labels; the samplers are described at
 * `CandidateSampler`).
 *
 * @param labels true classes, [N], 0 … C−1
 * @returns [N, C] of 0/1 without empty rows
 * @throws InputError for rates outside [0, 1], and where sets are redrawn that always are empty
 */
export function drawCandidateSets(
  labels: ArrayLike<number>,
  setting: CandidateSetting,
  stream: RandomStream,
): Uint8Array {
  requireSetting(setting);
  const { sampler, unreliableRate, partialRate, classes, emptySets = 'random-label' } = setting;
  if (sampler === 'independent' && emptySets === 'redraw' && unreliableRate === 1 && partialRate === 0) {
    throw new InputError('partialRate: found 0 with unreliableRate 1, every set would be empty');
  }
  const sets = new Uint8Array(labels.length * classes);
  for (let n = 0; n < labels.length; n++) {
    const row = sets.subarray(n * classes, (n + 1) * classes);
    const label = labels[n];
    if (sampler === 'corrupt-then-flip') {
      const kept = stream.uniform() < unreliableRate ? otherClass(label, classes, stream) : label;
      for (let c = 0; c < classes; c++) row[c] = stream.uniform() < partialRate || c === kept ? 1 : 0;
      continue;
    }
    let size = 0;
    do {
      size = 0;
      for (let c = 0; c < classes; c++) {
        row[c] = stream.uniform() < (c === label ? 1 - unreliableRate : partialRate) ? 1 : 0;
        size += row[c];
      }
    } while (size === 0 && emptySets === 'redraw');
    if (size === 0) row[stream.integer(classes)] = 1;
  }
  return sets;
}

/**
 * Draws one set of exactly `size` labels for each label: the truth among them with probability 1 − μ, the others evenly
 * from the wrong labels. So η = μ and γ = (size − 1 + μ)/(C − 1), the floor of a top-k set.
 *
 * @param labels true classes, [N], 0 … C−1
 * @returns [N, C] of 0/1 with `size` ones a row
 */
export function drawFixedSizeSets(
  labels: ArrayLike<number>,
  size: number,
  unreliableRate: number,
  classes: number,
  stream: RandomStream,
): Uint8Array {
  requireShare(unreliableRate, 'unreliableRate');
  if (!Number.isInteger(size) || size < 1 || size >= classes) {
    throw new InputError(`size: found ${size}, allowed are integers from 1 to ${classes - 1}`);
  }
  const sets = new Uint8Array(labels.length * classes);
  for (let n = 0; n < labels.length; n++) {
    const row = sets.subarray(n * classes, (n + 1) * classes);
    const label = labels[n];
    let members = 0;
    if (stream.uniform() >= unreliableRate) {
      row[label] = 1;
      members = 1;
    }
    for (const other of stream.permutation(classes)) {
      if (members === size) break;
      if (other === label) continue;
      row[other] = 1;
      members++;
    }
  }
  return sets;
}

/** A class other than `label`, all equally likely. */
export function otherClass(label: number, classes: number, stream: RandomStream): number {
  const drawn = stream.integer(classes - 1);
  return drawn < label ? drawn : drawn + 1;
}
