import { lines, pointClouds } from '../figures';
import type { Figure } from '../figures';
import { RandomStream } from '../base';
import {
  NOISE_FAMILIES,
  additiveNoiseIndicators,
  ambiguityFloor,
  cobweb,
  logLemma2Bound,
  logLemma2Printed,
  logLemma2Sharp,
  printedSampleComplexity,
  repairedSampleComplexity,
  selfTrainingMap,
  softLabelBias,
} from '../theory/index';
import type { AccuracyFunction, IndicatorCurves, LearningTask, SelfTraining } from '../theory/index';

/** η_k, γ_k and the margin over all k, with the least γ_k that is possible. */
export function indicatorLines(
  { unreliability, ambiguity, classes }: IndicatorCurves,
  title: string,
): Figure {
  const k = Array.from(unreliability, (_, j) => j + 1);
  return lines(
    [
      { name: 'η', x: k, y: [...unreliability], points: true },
      { name: 'γ', x: k, y: [...ambiguity], points: true },
      {
        name: 'margin 1 − η − γ',
        x: k,
        y: k.map((_, j) => 1 - unreliability[j] - ambiguity[j]),
        points: true,
      },
      {
        name: 'least γ possible',
        x: k,
        y: k.map((one, j) => ambiguityFloor(one, unreliability[j], classes)),
        reference: true,
      },
    ],
    { title, x: 'set size k', y: 'indicator', rangeY: [0, 1] },
  );
}

/** Printed and repaired sample size over η at some γ; a line is absent where its bound is void. */
export function sampleSizeLines(task: LearningTask, gammas: readonly number[]): Figure {
  const eta = Array.from({ length: 199 }, (_, i) => i / 200);
  const over = (bound: typeof printedSampleComplexity, gamma: number) =>
    eta.map((one) => bound(one, gamma, task).samples);
  const { dimension, classes, error, failure } = task;
  return lines(
    gammas.flatMap((gamma) => [
      { name: `repaired, γ ${gamma}`, x: eta, y: over(repairedSampleComplexity, gamma) },
      { name: `printed, γ ${gamma}`, x: eta, y: over(printedSampleComplexity, gamma) },
    ]),
    {
      title: `Samples that suffice: d ${dimension}, L ${classes}, ε ${error}, δ ${failure}`,
      x: 'unreliability η',
      y: 'samples',
      logY: true,
      rangeY: [100, 1e6],
    },
  );
}

/** The three forms of Lemma 2's bound over the number of samples. */
export function lemma2Lines(unreliability: number, ambiguity: number, task: LearningTask): Figure {
  const n = Array.from({ length: 120 }, (_, i) => 200 * (i + 1));
  const over = (bound: typeof logLemma2Bound) => n.map((one) => bound(one, unreliability, ambiguity, task));
  const level = Math.log(task.failure);
  return lines(
    [
      { name: 'as stated', x: n, y: over(logLemma2Bound) },
      { name: 'last line of the proof', x: n, y: over(logLemma2Printed) },
      { name: 'what the proof gives', x: n, y: over(logLemma2Sharp) },
      { name: 'ln δ', x: [0, n[n.length - 1]], y: [level, level], reference: true },
    ],
    {
      title: `Lemma 2 at η ${unreliability}, γ ${ambiguity}, ε ${task.error}`,
      x: 'samples n',
      y: 'ln of the bound',
      rangeY: [-900, 600],
    },
  );
}

/** Theorem 3: the round's map with both constants, and the rounds from a start with the consistent one. */
export function selfTrainingLines(
  accuracyOf: AccuracyFunction,
  { classes, k }: Omit<SelfTraining, 'form'>,
  start: number,
): Figure {
  const x = Array.from({ length: 201 }, (_, i) => i / 200);
  const map = (form: SelfTraining['form']) => x.map(selfTrainingMap(accuracyOf, { classes, k, form }));
  const web = cobweb(accuracyOf, { classes, k, form: 'consistent' }, start, 12);
  return lines(
    [
      { name: 'diagonal', x: [0, 1], y: [0, 1], reference: true },
      { name: 'consistent (k − x)/(c − 1)', x, y: map('consistent') },
      { name: 'printed (c − k − x)/(c − 1)', x, y: map('printed') },
      { name: `rounds from ${start}`, ...web },
    ],
    {
      title: `Rounds of self-training, c ${classes}, k ${k}`,
      x: 'accuracy of a round',
      y: 'accuracy of the next',
      rangeX: [0, 1],
      rangeY: [0, 1],
    },
  );
}

/** Corollary 2: the margin that additive noise leaves, over its scale. */
export function noiseMarginLines(classes: readonly number[], k: number): Figure {
  const scale = Array.from({ length: 61 }, (_, i) => 0.1 * 100 ** (i / 60));
  return lines(
    NOISE_FAMILIES.flatMap((noise) =>
      classes.map((count) => ({
        name: `${noise}, c ${count}`,
        x: scale,
        y: scale.map((one) => {
          const found = additiveNoiseIndicators({ noise, classes: count, scale: one }, k);
          return 1 - found.unreliability - found.ambiguity;
        }),
      })),
    ),
    {
      title: `The margin 1 − η − γ under noise, k = ${k}`,
      x: 'scale (σ or b)',
      y: 'margin',
      logX: true,
      rangeY: [0, 1],
      note: 'It never reaches 0: noise alone cannot break the condition of Theorem 2.',
    },
  );
}

/** Definition 1 in both readings, on soft labels with a given share for the truth and the rest spread evenly. */
export function biasLines(seed: number): Figure {
  const [samples, classes] = [200, 10];
  const share = Array.from({ length: 21 }, (_, i) => i / 20);
  const bias = share.map((one) => {
    const stream = new RandomStream(seed, 'bias', one);
    const truth = Int32Array.from({ length: samples }, () => stream.integer(classes));
    const rows = Float64Array.from({ length: samples * classes }, (_, i) =>
      i % classes === truth[Math.floor(i / classes)] ? one : (1 - one) / (classes - 1),
    );
    return softLabelBias(rows, truth, samples, classes);
  });
  return lines(
    [
      { name: 'as printed', x: share, y: bias.map((one) => one.printed), points: true },
      { name: 'Manhattan', x: share, y: bias.map((one) => one.manhattan), points: true },
      { name: 'large-biased from here', x: [0, 1], y: [1, 1], reference: true },
    ],
    { title: 'Bias against the share of the truth', x: 'probability of the truth', y: 'bias' },
  );
}

/**
 * The repaired n_0′ put back into the bound it was solved for, over random settings: ln(2 Pr(S)/δ), which must be at
 * most 0.
 */
export function lastStepSlack(seed: number, count: number): { dimension: number; slack: number }[] {
  const stream = new RandomStream(seed, 'last-step');
  return Array.from({ length: count }, () => {
    const eta = 0.9 * stream.uniform();
    const gamma = 0.99 * stream.uniform() * (1 - eta);
    const task = {
      dimension: 1 + stream.integer(1000),
      classes: 2 + stream.integer(999),
      error: 10 ** (-0.01 - 3 * stream.uniform()),
      failure: 10 ** (-0.1 - 4 * stream.uniform()),
    };
    const n = Math.ceil(repairedSampleComplexity(eta, gamma, task).samples!);
    const slack = Math.LN2 + logLemma2Bound(n, eta, gamma, task) - Math.log(task.failure);
    return { dimension: task.dimension, slack };
  });
}

export function lastStepFigure(settings: readonly { dimension: number; slack: number }[]): Figure {
  return pointClouds(
    [
      {
        name: 'settings',
        x: settings.map(({ dimension }) => dimension),
        y: settings.map(({ dimension, slack }) => slack / dimension),
      },
    ],
    {
      title: 'The repaired sample size put back into the bound',
      x: 'Natarajan dimension d',
      y: 'ln(2 Pr(S)/δ) divided by d',
    },
  );
}
