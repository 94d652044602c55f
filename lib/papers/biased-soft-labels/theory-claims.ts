import { RandomStream } from '../../base';
import type { ClaimDefinition } from '../../base';
import {
  additiveNoiseIndicators,
  candidateSetIndicators,
  drawCandidateSets,
  NOISE_FAMILIES,
  repairedSampleComplexity,
  simulateCorollary2,
  simulateLinearInequality,
  smallestPrintedError,
} from '../../theory/index';
import { SCALES } from './noise-table';
import { ETAS, GAMMAS } from './partial-labels-table';

const PAPER = 'biased-soft-labels';
const CLASSES = 10;
const IMAGES = 8000;

/** Seeds 1 … n. */
const over = (replicates: number, of: (seed: number) => number): number[] =>
  Array.from({ length: replicates }, (_, i) => of(i + 1));

/**
 * Mean square of the standardised difference of measured from stated rates over the nine cells of Table 1 and both
 * rates, `independent` sampler; 1 where the statement is right.
 */
function rateDeviation(
  seed: number,
  stated: (mu: number, nu: number) => { eta: number; gamma: number },
): number {
  const labels = Int32Array.from({ length: IMAGES }, (_, n) => n % CLASSES);
  const squares = ETAS.flatMap((mu) =>
    GAMMAS.flatMap((nu) => {
      const setting = {
        sampler: 'independent',
        unreliableRate: mu,
        partialRate: nu,
        classes: CLASSES,
      } as const;
      const sets = drawCandidateSets(labels, setting, new RandomStream(seed, 'B9', mu, nu));
      let [missed, entered] = [0, 0];
      sets.forEach((value, i) => {
        if (labels[Math.floor(i / CLASSES)] === i % CLASSES) missed += 1 - value;
        else entered += value;
      });
      const { eta, gamma } = stated(mu, nu);
      return [
        [missed, IMAGES, eta],
        [entered, IMAGES * (CLASSES - 1), gamma],
      ].map(([count, of, rate]) => (count - of * rate) ** 2 / (of * rate * (1 - rate)));
    }),
  );
  return squares.reduce((a, b) => a + b) / squares.length;
}

/** η on a grid below 1 − √½ with γ below 1 − η: where labels are good. */
const GOOD_LABELS = Array.from({ length: 29 }, (_, i) => (i + 1) / 100).flatMap((eta) =>
  Array.from({ length: 100 }, (_, j) => (j + 0.5) / 100)
    .filter((gamma) => gamma < 1 - eta)
    .map((gamma) => ({ eta, gamma })),
);

/** Increments of η_4 and γ_4 from each scale to the next. */
function increments(): number[] {
  return NOISE_FAMILIES.flatMap((noise) =>
    [10, 100].flatMap((classes) => {
      const found = SCALES.map((scale) => additiveNoiseIndicators({ noise, classes, scale }, 4));
      return found
        .slice(1)
        .flatMap(({ unreliability, ambiguity }, i) => [
          unreliability - found[i].unreliability,
          ambiguity - found[i].ambiguity,
        ]);
    }),
  );
}

const simulated = (
  id: string,
  statement: string,
  kind: 'simulation' | 'exact',
  [side, margin, unit]: ['above' | 'below', number, string],
  simulate: ClaimDefinition['simulate'],
): ClaimDefinition => ({ id, paper: PAPER, statement, kind, side, margin, unit, result: id, simulate });

const REPLICATES = 20;

/** Claims that rest on the theory's own seeded simulations; margins written down before they were run. */
export const theoryClaims: ClaimDefinition[] = [
  simulated(
    'B7',
    'In the tabular model the set-risk minimiser equals the truth iff η + γ < 1, and the excess set risk is at least (1−η−γ)·Err',
    'simulation',
    ['below', 0.02, 'share of checked values that disagree'],
    () => ({
      values: over(REPLICATES, (seed) => {
        const { values } = simulateLinearInequality({ seed, effort: 0.3 });
        return values.filter(({ agrees }) => agrees.corrected === false).length / values.length;
      }),
      how: `simulateLinearInequality, seeds 1 to ${REPLICATES}, effort 0.3; intervals of each replicate at a joint level of 99 %`,
    }),
  ),
  simulated(
    'B8',
    'The printed n_0 is void (no ε ≤ 1) for every η < 0.293',
    'exact',
    ['above', 1, 'smallest ε of the printed bound'],
    () => ({
      values: [Math.min(...GOOD_LABELS.map(({ eta, gamma }) => smallestPrintedError(eta, gamma)))],
      how: 'least over η = 0.01 … 0.29 and γ = 0.005 … below 1 − η in steps of 0.01',
    }),
  ),
  simulated(
    'B8b',
    'The repaired n_0′ exists for all of them',
    'exact',
    ['below', 0.5, 'points without n_0′'],
    () => ({
      values: [
        GOOD_LABELS.filter(({ eta, gamma }) => {
          const task = { dimension: 10, classes: CLASSES, error: 0.1, failure: 0.05 };
          return repairedSampleComplexity(eta, gamma, task).samples === null;
        }).length,
      ],
      how: `${GOOD_LABELS.length} points η = 0.01 … 0.29, γ below 1 − η; ε 0.1, δ 0.05, 10 classes, dimension 10`,
    }),
  ),
  simulated(
    'B9',
    'For partial labels (independent sampler, an empty set gets one random label) the measured (η, γ) equal (μ, ν) up to sampling error',
    'simulation',
    ['below', 2, 'mean squared deviation in standard errors'],
    () => ({
      values: over(REPLICATES, (seed) => rateDeviation(seed, (mu, nu) => ({ eta: mu, gamma: nu }))),
      how: `${IMAGES} balanced labels of ${CLASSES} classes, nine cells of Table 1, both rates, seeds 1 to ${REPLICATES}; 1 is expected`,
    }),
  ),
  simulated(
    'B9b',
    'With the empty sets counted (η = μ − e/c, γ = ν + e/c, e = μ(1−ν)^(c−1)) they do',
    'simulation',
    ['below', 2, 'mean squared deviation in standard errors'],
    () => ({
      values: over(REPLICATES, (seed) =>
        rateDeviation(seed, (unreliableRate, partialRate) => {
          const exact = { sampler: 'independent', unreliableRate, partialRate, classes: CLASSES } as const;
          const { unreliability, ambiguity } = candidateSetIndicators(exact);
          return { eta: unreliability, gamma: ambiguity };
        }),
      ),
      how: `as B9, against candidateSetIndicators, seeds 1 to ${REPLICATES}`,
    }),
  ),
  simulated(
    'B10',
    'For additive noise η_4 is Pr(1+y < x) and γ_4 = (η_4+3)/(c−1): the largest difference between simulation and order statistics is below 0.001 on average over seeds',
    'simulation',
    ['below', 0.001, 'largest difference at 10 classes'],
    () => ({
      values: over(REPLICATES, (seed) => {
        const ofTen = simulateCorollary2({ seed, effort: 10 }).values.filter(({ label }) =>
          label.includes(', 10 classes,'),
        );
        return Math.max(...ofTen.map(({ measured, corrected }) => Math.abs(measured - corrected!.value)));
      }),
      how: `simulateCorollary2, seeds 1 to ${REPLICATES}, effort 10 (2,000,000 draws a setting), Gaussian and Laplace at 10 classes; five seeds left it open`,
    }),
  ),
  simulated(
    'B10b',
    'η_4 and γ_4 of additive noise rise with the scale',
    'exact',
    ['above', 0, 'increment from scale to scale'],
    () => ({
      values: increments(),
      how: `numerical order statistics at scales ${SCALES.join(', ')}, both families, 10 and 100 classes`,
    }),
  ),
];
