import type { ProfileData, TableCell, TableDefinition } from '../../base';
import type { NoiseFamily } from '../../theory/index';
import { fmnistSoft, fmnistSoftQuick, fmnistSoftSmoke } from '../profiles';
import { cellAt, learnSoftLabels, REWEIGHTING } from './cells';
import { cifar10, cifar100 } from './paper-recipe';
import { MASKED_REWEIGHTING } from './terms';

/** The scales of Corollary 2's table; the paper's own are not known. */
export const SCALES = [0.2, 0.5, 1, 1.5, 2, 3] as const;
export const scaleColumn = (scale: number): string => `scale=${scale}`;
/** Name of a row at profile cpu. */
export const noiseRow = (noise: NoiseFamily, frozen = false): string =>
  `Fashion-MNIST, ${noise}${frozen ? ', frozen' : ''}`;

function curve(
  profile: ProfileData,
  row: string,
  noise: NoiseFamily,
  scales: readonly number[],
  options?: Record<string, unknown>,
): TableCell[] {
  return scales.map((scale) =>
    cellAt(profile, {
      row,
      column: scaleColumn(scale),
      method: learnSoftLabels(options),
      labelTransform: { name: 'additive-noise', options: { noise, scale } },
      reconstruction: `normalised by shift; ${REWEIGHTING}`,
    }),
  );
}

/** Additive noise on the labels; the paper plots Gaussian noise alone and prints no numbers. */
export const figure3: TableDefinition = {
  paper: 'biased-soft-labels',
  table: 'figure3',
  title: 'Students learning from labels with additive noise (Figure 3)',
  rowLabel: 'data set, noise',
  columnLabel: 'scale (σ or b)',
  methodsIn: 'columns',
  selection: 'bestValidation',
  notes: [MASKED_REWEIGHTING],
  seeds: 3,
  cells: [
    ...curve(fmnistSoftSmoke, 'smoke, gaussian', 'gaussian', [0.2, 1]),
    ...curve(fmnistSoftQuick, '400 a class, gaussian', 'gaussian', SCALES),
    ...curve(fmnistSoft, noiseRow('gaussian'), 'gaussian', SCALES),
    ...curve(fmnistSoft, noiseRow('laplace'), 'laplace', SCALES),
    ...curve(fmnistSoft, noiseRow('gaussian', true), 'gaussian', [0.5, 1, 2], { targetUpdate: 'frozen' }),
    ...[cifar10, cifar100].flatMap((profile) =>
      (['gaussian', 'laplace'] as const).flatMap((noise) =>
        curve(profile, `${profile.name}, ${noise}`, noise, SCALES),
      ),
    ),
  ],
};
