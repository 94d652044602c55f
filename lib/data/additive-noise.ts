import { InputError, RandomStream, shown } from '../base';
import { NOISE_FAMILIES, UNIT_NOISE } from '../theory/index';
import type { LabelTransformDefinition } from './definition';
import { readSeed, readWord, seedOption } from './noise-options';

/**
 * Additive noise on the labels (label differential privacy; Yuan et al., NeurIPS 2023, section 4.3): independent noise on
 * every entry of the one-hot label, and the vector normalised to a soft label. How it is normalised is not printed
 * (reconstruction): `shift` takes the smallest entry off and divides by the sum, which keeps all ranks and gives back the
 * one-hot label at scale 0; `softmax` keeps the ranks as well; `clip` sets negative entries to 0, as a projection would,
 * and leaves ties there.
 */
export const additiveNoise: LabelTransformDefinition = {
  name: 'additive-noise',
  options: [
    { name: 'noise', default: 'gaussian', meaning: 'gaussian or laplace' },
    { name: 'scale', default: 0.5, meaning: 'σ of the Gaussian, b of the Laplace distribution, from 0' },
    { name: 'normalisation', default: 'shift', meaning: 'shift, softmax or clip: how the noisy vector becomes a soft label' },
    seedOption,
  ],
  apply(train, classes, options) {
    const noise = readWord(options, 'noise', NOISE_FAMILIES);
    const normalise = NORMALISATIONS[readWord(options, 'normalisation', ['shift', 'softmax', 'clip'])];
    const { scale } = options;
    if (typeof scale !== 'number' || !Number.isFinite(scale) || scale < 0) {
      throw new InputError(
        `data.labelTransform.options.scale: found ${shown(scale)}, allowed are finite numbers from 0`,
      );
    }
    const stream = new RandomStream(readSeed(options), 'additive-noise', noise);
    const { draw } = UNIT_NOISE[noise];
    const softLabels = new Float32Array(train.count * classes); // [N, C]
    for (let n = 0; n < train.count; n++) {
      const row = softLabels.subarray(n * classes, (n + 1) * classes);
      for (let c = 0; c < classes; c++) row[c] = (c === train.trueLabels[n] ? 1 : 0) + scale * draw(stream);
      normalise(row);
    }
    return { ...train, softLabels };
  },
};

const NORMALISATIONS = {
  shift(row: Float32Array) {
    const least = row.reduce((a, b) => Math.min(a, b));
    scaleTo1(row, (value) => value - least);
  },
  softmax(row: Float32Array) {
    const most = row.reduce((a, b) => Math.max(a, b));
    scaleTo1(row, (value) => Math.exp(value - most));
  },
  clip(row: Float32Array) {
    scaleTo1(row, (value) => Math.max(0, value));
  },
};

/** Changes every entry and divides by the sum; a row of zeros becomes uniform. */
function scaleTo1(row: Float32Array, change: (value: number) => number): void {
  let sum = 0;
  row.forEach((value, c) => (sum += row[c] = change(value)));
  row.forEach((value, c) => (row[c] = sum > 0 ? value / sum : 1 / row.length));
}
