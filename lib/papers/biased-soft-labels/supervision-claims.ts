import { rankCorrelation } from '../../base';
import type { ClaimDefinition, RunRecord } from '../../base';
import { claim, GPU, POINTS, RHO, untestable } from './claim-kinds';
import { at4, selectedTop1, softLabelOf } from './measured-values';
import { figure3, noiseRow, scaleColumn, SCALES } from './noise-table';
import { ETAS, etaColumn, GAMMAS, partialRow, table1 } from './partial-labels-table';
import type { Sampler } from './partial-labels-table';
import {
  accuracySlope,
  ambiguityDrift,
  at,
  predictedAccuracy,
  smallestFall,
  unreliabilitySlope,
} from './quantities';
import { figure5, RHO_ETAS, rhoRow, SELF_TRAINING_ROW, SIZES } from './self-training-table';

/** The nine cells of a sampler, [γ][η]. */
const nine = (sampler: Sampler) =>
  GAMMAS.flatMap((gamma) => ETAS.map((eta) => ({ row: partialRow(gamma, sampler), column: etaColumn(eta) })));
const asGrid = (records: readonly RunRecord[]) =>
  GAMMAS.map((_, i) => records.slice(i * ETAS.length, (i + 1) * ETAS.length).map(selectedTop1));
const partial = (sampler: Sampler, places: readonly (readonly [gamma: number, eta: number])[]) =>
  places.map(([gamma, eta]) => ({ row: partialRow(gamma, sampler), column: etaColumn(eta) }));

/** At equal η + γ = 0.6: the smaller of the two falls as γ takes over from η. */
const gammaHurtsMore = (sampler: Sampler) =>
  at(
    table1,
    partial(sampler, [
      [0.1, 0.5],
      [0.3, 0.3],
      [0.5, 0.1],
    ]),
    (records) => {
      const [eta, both, gamma] = records.map(selectedTop1);
      return Math.min(eta - both, both - gamma);
    },
  );

const noisePlaces = [noiseRow('gaussian'), noiseRow('laplace')].flatMap((row) =>
  SCALES.map((scale) => ({ row, column: scaleColumn(scale) })),
);

const unlabelled = (row: string) => {
  const { column } = figure5.cells.find((cell) => cell.profile === 'cpu' && cell.row === row)!;
  return { row, column };
};

/** Partial labels, B4 to B6. */
export const partialLabelClaims: ClaimDefinition[] = [
  claim(
    'B4',
    'With partial labels (corrupt-then-flip) accuracy falls in η at fixed γ and in γ at fixed η: all 12 neighbours of the nine cells',
    'above',
    0,
    `${POINTS}, smallest fall`,
    at(table1, nine('corrupt-then-flip'), (records) => smallestFall(asGrid(records))),
  ),
  claim(
    'B4b',
    'The same with the independent sampler',
    'above',
    0,
    `${POINTS}, smallest fall`,
    at(table1, nine('independent'), (records) => smallestFall(asGrid(records))),
  ),
  untestable('B4c', 'The same on the nine cells of CIFAR-100', GPU),
  claim(
    'B5',
    'At equal η + γ = 0.6 a larger γ hurts more than a larger η (independent sampler)',
    'above',
    0,
    `${POINTS}, smaller of both falls`,
    gammaHurtsMore('independent'),
  ),
  claim(
    'B5b',
    'The same with corrupt-then-flip, whose realised rates add up to 0.60, 0.53 and 0.56',
    'above',
    0,
    `${POINTS}, smaller of both falls`,
    gammaHurtsMore('corrupt-then-flip'),
  ),
  claim(
    'B6',
    'Theorem 1 is not necessary: cells with η = 0.5 and γ = 0.1, 0.3 (independent) violate it and learn far above chance',
    'above',
    20,
    `${POINTS} above chance, the lower cell`,
    at(
      table1,
      partial('independent', [
        [0.1, 0.5],
        [0.3, 0.5],
      ]),
      (records) => Math.min(...records.map(selectedTop1)) - 10,
    ),
  ),
  claim(
    'B6b',
    'At η = γ = 0.5 the independent sampler teaches nothing: Table 1’s 77.95 needs another',
    'below',
    // One draw of the sets serves all seeds. Ten groups of alike images get a class at random: 10 ± 9.5 % over the draws.
    30,
    `${POINTS} above chance`,
    at(table1, partial('independent', [[0.5, 0.5]]), ([record]) => selectedTop1(record) - 10),
  ),
];

/** Noisy soft labels and self-training, B10c to B12. */
export const noiseAndSelfTrainingClaims: ClaimDefinition[] = [
  claim(
    'B10c',
    'With additive noise student accuracy rises with the margin 1 − η_4 − γ_4, over scales of both families',
    'above',
    0.8,
    RHO,
    at(figure3, noisePlaces, (records) => {
      const margins = records.map((record) => {
        const { unreliability, ambiguity } = at4(softLabelOf(record, 'labels', 'train'));
        return 1 - unreliability - ambiguity;
      });
      return rankCorrelation(margins, records.map(selectedTop1)) ?? 0;
    }),
  ),
  claim(
    'B11',
    'The final accuracy of self-training solves Eq. 4 with (k−x)/(c−1) better than with the printed (c−k−x)/(c−1)',
    'above',
    0,
    'points by which the printed prediction is farther off',
    at(
      figure5,
      [
        unlabelled(SELF_TRAINING_ROW),
        ...SIZES.flatMap((size) => RHO_ETAS.map((eta) => unlabelled(rhoRow(size, eta)))),
      ],
      ([run, ...grid]) => {
        const rho = grid.map((record) => record.metrics.last.top1 / 100);
        const count = RHO_ETAS.length;
        const off = (predicted: number) => Math.abs(100 * predicted - run.metrics.last.top1);
        const consistent = predictedAccuracy(rho.slice(0, count), 'consistent');
        const printed = predictedAccuracy(rho.slice(count), 'printed');
        return off(printed) - off(consistent);
      },
    ),
  ),
  claim(
    'B12',
    'During incomplete supervision accuracy rises after the warm-up',
    'above',
    0,
    'points of top-1 an epoch',
    at(figure5, [unlabelled(SELF_TRAINING_ROW)], ([record]) => accuracySlope(record)),
  ),
  claim(
    'B12b',
    'During incomplete supervision η_4 of the unlabelled images falls',
    'below',
    0,
    'an epoch',
    at(figure5, [unlabelled(SELF_TRAINING_ROW)], ([record]) => unreliabilitySlope(record)),
  ),
  claim(
    'B12c',
    'During incomplete supervision γ_4 stays about constant',
    'below',
    0.05,
    'largest distance from its value after the warm-up',
    at(figure5, [unlabelled(SELF_TRAINING_ROW)], ([record]) => ambiguityDrift(record)),
  ),
];
