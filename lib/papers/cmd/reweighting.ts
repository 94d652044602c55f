import { RandomStream } from '../../base';
import { tf } from '../../engine';
import { pointClouds } from '../../figures';
import type { Figure } from '../../figures';
import { evaluateCase, lossByName, resolveOptions } from '../../losses/index';

const [SAMPLES, CLASSES, PROGRESS] = [40, 10, 0.75];

/** Gradient entries of ProSelfLC beside those of cross-entropy with each sample weighed by 1 − ε. */
export interface Reweighting {
  temperature: number;
  /** (1 − ε_n)·∂CE/∂z, entry by entry. */
  weighed: number[];
  /** ∂L/∂z of ProSelfLC. */
  gradient: number[];
  /** Largest distance of the two. */
  largest: number;
}

/**
 * The identity of label correction: with the target a constant and its temperature 1, ∂L/∂z = (1 − ε)(p − e_y), so that
 * correcting labels by one's own prediction only weighs samples and turns no gradient. At another temperature
 * ε·(p − p_T) is added. Random logits, three quarters through the training (B = 12).
 */
export function reweighting(temperature: number): Reweighting {
  const stream = new RandomStream(1, 'reweighting');
  const studentLogits = Array.from({ length: SAMPLES }, () =>
    Array.from({ length: CLASSES }, () => 2 * stream.normal()),
  );
  const labels = Array.from({ length: SAMPLES }, () => stream.integer(CLASSES));
  const given = { growth: 12, temperature };
  const rows = (loss: string, options: object) =>
    evaluateCase({ loss, labels, studentLogits, options, ...(loss === 'ce' ? {} : { progress: PROGRESS }) })
      .gradient.studentLogits as number[][];
  const loss = lossByName('proselflc');
  const trust = tf.tidy(() =>
    Array.from(
      loss.trust!(
        {
          labels: tf.tensor1d(labels, 'int32'),
          studentLogits: tf.tensor2d(studentLogits),
          progress: PROGRESS,
        },
        resolveOptions(loss, given),
      )!.dataSync(),
    ),
  );
  const gradient = rows('proselflc', given).flat();
  const weighed = rows('ce', {}).flatMap((row, n) => row.map((g) => (1 - trust[n]) * g));
  const largest = Math.max(...gradient.map((g, i) => Math.abs(g - weighed[i])));
  return { temperature, weighed, gradient, largest };
}

/** Both gradients against each other: on the diagonal at T = 1, off it below. */
export function reweightingFigure(temperatures: readonly number[] = [1, 0.5]): Figure {
  return pointClouds(
    temperatures.map((temperature) => {
      const { weighed, gradient } = reweighting(temperature);
      return { name: `T = ${temperature}`, x: weighed, y: gradient };
    }),
    {
      title: 'A constant target of one’s own prediction only weighs samples, at temperature 1',
      x: '(1 − ε) times the gradient of cross-entropy',
      y: 'gradient of ProSelfLC',
    },
  );
}
