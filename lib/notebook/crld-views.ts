import { RAND_AUGMENT_OPERATIONS, augmented, cutout } from '../data/augment';
import { imageGrid, valueMap } from '../figures';
import type { Figure, PixelImage } from '../figures';
import type { Experiment, Trained } from './experiment';

/** A training image after each operation of the strong view, at both ends of its range, and after Cutout. */
export function operationGrid({ data }: Experiment, index: number): Figure {
  const { height, width, channels, images } = data.train;
  const shape = { height, width, channels };
  const size = height * width * channels;
  const pixels = images.subarray(index * size, (index + 1) * size);
  const picture = (changed: Uint8Array): PixelImage => ({
    pixels: changed,
    ...{ width, height, channels: channels === 1 ? 1 : 3 },
  });
  const operations = RAND_AUGMENT_OPERATIONS.flatMap(({ name, range }) =>
    (range ?? [undefined]).map((magnitude) => ({
      image: picture(augmented(name, pixels, shape, magnitude)),
      caption: magnitude === undefined ? name : `${name} ${magnitude}`,
    })),
  );
  const cut = Uint8Array.from(pixels);
  cutout(cut, shape, 0.5, 0.3 * width, 0.6 * height);
  return imageGrid([...operations, { image: picture(cut), caption: 'Cutout 0.5' }], {
    title: "The strong view's 14 operations at both ends of their ranges, and Cutout",
    columns: 9,
  });
}

/** Difference of teacher and student in how logits of classes go together: |corr_teacher − corr_student| on the test images. */
export function correlationGap({ data }: Experiment, teacher: Trained, student: Trained): Figure {
  const { classes, classNames } = data;
  const [taught, said] = [teacher, student].map(({ logits }) => correlations(logits, classes));
  const gaps = taught.map((line, i) => line.map((value, j) => Math.abs(value - said[i][j])));
  const mean = gaps.flat().reduce((a, b) => a + b, 0) / (classes * (classes - 1)); // the diagonal is 0
  return valueMap(gaps, {
    title: `Difference of logit correlations, teacher and ${student.record.row}: ${mean.toFixed(3)} on average`,
    quantity: '|correlation of the teacher − of the student|',
    rows: { title: 'class', names: classNames },
    columns: { title: 'class', names: classNames },
  });
}

/** Pearson's correlation of the logits of each pair of classes over the images, [C, C]. */
export function correlations(logits: Float32Array, classes: number): number[][] {
  const count = logits.length / classes;
  const centred = Array.from({ length: classes }, (_, c) => {
    const column = Float64Array.from({ length: count }, (__, n) => logits[n * classes + c]);
    const mean = column.reduce((a, b) => a + b, 0) / count;
    return column.map((value) => value - mean);
  });
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, n) => sum + value * b[n], 0);
  const norms = centred.map((column) => Math.sqrt(dot(column, column)));
  return centred.map((a, i) => centred.map((b, j) => dot(a, b) / (norms[i] * norms[j])));
}
