import { InputError } from '../base';
import { npyFloat32, npyInt32, readNpy } from '../formats';
import type { NpyArray } from '../formats';
import { checkSoftLabels } from '../theory/index';
import type { CheckReport, SoftLabelArray } from '../theory/index';

export interface CheckFiles {
  softLabels?: string;
  labels: string;
  candidates?: string;
  k?: number;
  resamples: number;
  seed: number;
}

/** Reads the arrays of `kdlab check` and judges them; every message names the file. */
export function checkFiles(files: CheckFiles): CheckReport {
  const { softLabels, candidates } = files;
  if (softLabels === undefined && candidates === undefined) {
    throw new InputError('--soft-labels: found nothing, needed is a file (or --candidates)');
  }
  const labels = readNpy(files.labels);
  if (labels.shape.length !== 1) throw wrongShape(files.labels, labels, '[N]');
  const samples = labels.shape[0];
  const matrix = softLabels === undefined ? undefined : rows(softLabels, samples);
  const sets = candidates === undefined ? undefined : rows(candidates, samples);
  if (matrix && sets && matrix.shape[1] !== sets.shape[1]) {
    throw new InputError(
      `${candidates}: found ${sets.shape[1]} classes, expected ${matrix.shape[1]} as in ${softLabels}`,
    );
  }
  return checkSoftLabels(
    {
      softLabels: matrix && inOwnPrecision(matrix),
      candidates: sets && npyFloat32(sets),
      labels: npyInt32(labels, files.labels),
      samples,
      classes: (matrix ?? sets)!.shape[1],
    },
    {
      k: files.k,
      resamples: files.resamples,
      seed: files.seed,
      names: {
        softLabels: softLabels ?? '--soft-labels',
        labels: files.labels,
        candidates: candidates ?? '--candidates',
      },
    },
  );
}

/** Float64 stays float64: in float32 different probabilities could tie and tiny ones become 0. */
function inOwnPrecision(array: NpyArray): SoftLabelArray {
  return array.data instanceof Float64Array ? array.data : npyFloat32(array);
}

function rows(file: string, samples: number): NpyArray {
  const array = readNpy(file);
  if (array.shape.length !== 2) throw wrongShape(file, array, '[N, C]');
  if (array.shape[0] !== samples) {
    throw new InputError(`${file}: found ${array.shape[0]} rows, expected ${samples}, one for each label`);
  }
  return array;
}

function wrongShape(file: string, { shape }: NpyArray, allowed: string): InputError {
  return new InputError(`${file}: found shape [${shape.join(', ')}], allowed is ${allowed}`);
}
