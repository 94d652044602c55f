import { InputError } from '../../base/errors';
import { npyFloat32, npyInt32 } from '../../formats/npy-decode';
import type { NpyArray } from '../../formats/npy-decode';
import { checkSoftLabels } from '../../theory/check';
import type { CheckReport } from '../../theory/check';
import type { SoftLabelArray } from '../../theory/top-k';

/** An array that is still to be read, by the name messages give it. */
export interface ArraySource {
  name: string;
  read: () => NpyArray;
}

export interface CheckSources {
  softLabels?: ArraySource;
  labels: ArraySource;
  candidates?: ArraySource;
  k?: number;
  resamples: number;
  seed: number;
}

/**
 * Reads the arrays of `kdlab check` and judges them: one code for the command and for the page, so that both give the
 * same numbers and refuse the same files in the same words.
 */
export function checkArrays(sources: CheckSources): CheckReport {
  const { softLabels, candidates } = sources;
  if (softLabels === undefined && candidates === undefined) {
    throw new InputError('--soft-labels: found nothing, needed is a file (or --candidates)');
  }
  const labels = sources.labels.read();
  if (labels.shape.length !== 1) throw wrongShape(sources.labels.name, labels, '[N]');
  const samples = labels.shape[0];
  const matrix = softLabels && rows(softLabels, samples);
  const sets = candidates && rows(candidates, samples);
  if (matrix && sets && matrix.shape[1] !== sets.shape[1]) {
    throw new InputError(
      `${candidates.name}: found ${sets.shape[1]} classes, expected ${matrix.shape[1]} as in ${softLabels.name}`,
    );
  }
  return checkSoftLabels(
    {
      softLabels: matrix && inOwnPrecision(matrix),
      candidates: sets && npyFloat32(sets),
      labels: npyInt32(labels, sources.labels.name),
      samples,
      classes: (matrix ?? sets)!.shape[1],
    },
    {
      k: sources.k,
      resamples: sources.resamples,
      seed: sources.seed,
      names: {
        softLabels: softLabels?.name ?? '--soft-labels',
        labels: sources.labels.name,
        candidates: candidates?.name ?? '--candidates',
      },
    },
  );
}

/** Float64 stays float64: in float32 different probabilities could tie and tiny ones become 0. */
function inOwnPrecision(array: NpyArray): SoftLabelArray {
  return array.data instanceof Float64Array ? array.data : npyFloat32(array);
}

function rows({ name, read }: ArraySource, samples: number): NpyArray {
  const array = read();
  if (array.shape.length !== 2 || array.shape[1] < 2) throw wrongShape(name, array, '[N, C], C ≥ 2');
  if (array.shape[0] !== samples) {
    throw new InputError(`${name}: found ${array.shape[0]} rows, expected ${samples}, one for each label`);
  }
  return array;
}

function wrongShape(name: string, { shape }: NpyArray, allowed: string): InputError {
  return new InputError(`${name}: found shape [${shape.join(', ')}], allowed is ${allowed}`);
}
