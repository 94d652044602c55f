import type { ProfileData, TableCell, TableDefinition } from '../../base';
import { fmnistUnlabelled, fmnistUnlabelledQuick, fmnistUnlabelledSmoke } from '../profiles';
import { cellAt, REWEIGHTING } from './cells';
import { cifar10Unlabelled } from './paper-recipe';
import { MASKED_REWEIGHTING } from './terms';

export const WARMUP = 5;
const REFRESH = 5;
export const SELF_TRAINING_ROW = 'self-training';
export const LABELLED_ROW = 'labelled images alone';

/** Set sizes: those of Ω_4, and c − 4, to which the printed constant of Theorem 3 belongs. */
export const SIZES = [4, 6] as const;
/** η of the soft labels on which ρ is measured. */
export const RHO_ETAS = [0.1, 0.2, 0.3, 0.4] as const;
export const rhoRow = (size: number, eta: number): string => `sets of ${size}, eta=${eta}`;

const RECONSTRUCTION = 'whole soft labels; warm-up on the labelled images of each mini-batch';

function selfTraining(profile: ProfileData): TableCell[] {
  // A smoke run is too short for the real rhythm.
  const isSmoke = profile.profile === 'smoke';
  const options = isSmoke
    ? { warmupEpochs: 1, refreshEvery: 1 }
    : { warmupEpochs: WARMUP, refreshEvery: REFRESH };
  const cell = (row: string, given: Record<string, unknown>) =>
    cellAt(profile, {
      row,
      column: profile.name,
      method: { name: 'pseudo-label', loss: 'proden', options: given },
      reconstruction: RECONSTRUCTION,
    });
  return [
    cell(SELF_TRAINING_ROW, options),
    cell(LABELLED_ROW, { warmupEpochs: profile.epochs, refreshEvery: profile.epochs }),
  ];
}

/** ρ(η, γ): the same few labels, and for the other images random sets of one size that miss the truth at a known rate. */
function accuracyGrid(profile: ProfileData): TableCell[] {
  const { labelledPerClass } = profile.data.labelTransform!.options!;
  return SIZES.flatMap((size) =>
    RHO_ETAS.map((eta) =>
      cellAt(profile, {
        row: rhoRow(size, eta),
        column: profile.name,
        method: { name: 'partial-label', loss: 'proden' },
        labelTransform: {
          name: 'partial-labels',
          options: { sampler: 'fixed-size', size, unreliableRate: eta, labelledPerClass },
        },
        reconstruction: `ours; ${REWEIGHTING}`,
      }),
    ),
  );
}

/** Incomplete supervision; the paper plots one run. */
export const figure5: TableDefinition = {
  paper: 'biased-soft-labels',
  table: 'figure5',
  title: 'Incomplete supervision: a network that labels the other images itself (Figure 5)',
  rowLabel: 'labels of the unlabelled images',
  columnLabel: 'data',
  methodsIn: 'columns',
  selection: 'last',
  notes: [MASKED_REWEIGHTING],
  seeds: 3,
  cells: [
    ...selfTraining(fmnistUnlabelledSmoke),
    ...selfTraining(fmnistUnlabelledQuick),
    ...selfTraining(fmnistUnlabelled),
    ...accuracyGrid(fmnistUnlabelled),
    ...selfTraining(cifar10Unlabelled).map(({ spec, ...cell }) => {
      // Nothing to validate on is left.
      const { earlyStopping: _rule, ...rest } = spec;
      return { ...cell, spec: rest };
    }),
  ],
};
