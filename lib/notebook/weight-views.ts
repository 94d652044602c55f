import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, rankCorrelation } from '../base';
import { imageGrid, learningCurves, pointClouds } from '../figures';
import type { Figure, PixelImage } from '../figures';
import { readNpy } from '../formats';
import { WEIGHT_QUANTILES } from '../methods';
import type { EpochLine } from '../training';
import type { Experiment, Trained } from './experiment';

/** What a weighting method kept of its last epoch: weight and difficulty of each training image, [N]. */
export interface ImageWeights {
  /** 0 for an image that was not drawn. */
  weights: Float32Array;
  /** The teacher's cross-entropy on the image as fed, in nats. */
  difficulty: Float32Array;
}

/** @throws InputError where the run's method keeps no weights */
export function imageWeights({ record, folder }: Trained): ImageWeights {
  const read = (name: string) => readNpy(join(folder, `${name}.npy`)).data as Float32Array;
  if (!record.measures?.weightQuantiles) {
    throw new InputError(`run ${record.runId}: found no weights, allowed is a run of a method that weights`);
  }
  return { weights: read('sample-weights'), difficulty: read('sample-difficulty') };
}

/** The training images of seed 1 with the largest (first row) and the smallest weights (second row). */
export function weightGrid(experiment: Experiment, trained: Trained, count: number): Figure {
  const { train, classNames } = experiment.data;
  const { weights } = imageWeights(trained);
  const order = [...weights.keys()].filter((n) => weights[n] > 0).sort((a, b) => weights[b] - weights[a]);
  const chosen = [...order.slice(0, count), ...order.slice(-count).reverse()];
  return imageGrid(
    chosen.map((index) => ({
      image: trainImage(experiment, index),
      caption: `${classNames[train.labels[index]]} ${weights[index].toFixed(2)}`,
    })),
    {
      title: `${trained.record.row}: training images with the largest weights, and with the smallest`,
      columns: count,
    },
  );
}

/** Quantiles of the weights over the epochs of one run. */
export function weightsOverTraining({ record, folder }: Trained): Figure {
  const lines = readFileSync(join(folder, 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as EpochLine);
  const quantiles = lines.map(({ epoch, measures }) => ({ epoch, values: measures?.weightQuantiles ?? [] }));
  return learningCurves(
    WEIGHT_QUANTILES.map((share, i) => ({
      name: `${100 * share} % of the images lie below`,
      epochs: quantiles.map(({ epoch }) => epoch),
      seeds: [quantiles.map(({ values }) => values[i] ?? null)],
    })).reverse(),
    { title: `${record.row}, seed ${record.seed}: weights over the training`, quantity: 'weight' },
  );
}

/** Weight against difficulty, a point for each of at most 1,000 training images; their rank correlation in the name. */
export function weightsAgainstDifficulty(runs: readonly Trained[]): Figure {
  const clouds = runs.map((trained) => {
    const { weights, difficulty } = imageWeights(trained);
    const drawn = [...weights.keys()].filter((n) => weights[n] > 0);
    const correlation = rankCorrelation(
      drawn.map((n) => weights[n]),
      drawn.map((n) => difficulty[n]),
    );
    const step = Math.ceil(drawn.length / 1000);
    const shown = drawn.filter((_, i) => i % step === 0);
    return {
      name: `${trained.record.row}${correlation === undefined ? '' : ` (rank correlation ${correlation.toFixed(2)})`}`,
      x: shown.map((n) => difficulty[n]),
      y: shown.map((n) => weights[n]),
    };
  });
  return pointClouds(clouds, {
    title: 'Do difficult images weigh more?',
    x: "difficulty: the teacher's cross-entropy on the image (nats)",
    y: 'weight in the last epoch',
  });
}

function trainImage({ data }: Experiment, index: number): PixelImage {
  const { height, width, channels, images } = data.train;
  const size = height * width * channels;
  const pixels = images.subarray(index * size, (index + 1) * size);
  return { pixels, width, height, channels: channels === 1 ? 1 : 3 };
}
