import type { MethodRow } from './cells';

/** Plain training, a control that softens labels without a teacher, and two ways to distil. */
export function referenceRows(epochs: number): MethodRow[] {
  return [
    { row: 'ce', distilled: false, method: { name: 'one-view', loss: 'ce' } },
    {
      row: 'label-smoothing',
      distilled: false,
      method: { name: 'one-view', loss: 'label-smoothing', lossOptions: { smoothing: 0.1 } },
    },
    {
      row: 'kd',
      distilled: true,
      method: { name: 'one-view', loss: 'kd', lossOptions: { ceWeight: 0.1, kdWeight: 0.9, temperature: 4 } },
    },
    {
      row: 'dkd',
      distilled: true,
      method: {
        name: 'one-view',
        loss: 'dkd',
        // The ramp of 20 epochs belongs to 240-epoch runs; short runs keep its share of the training.
        lossOptions: {
          ceWeight: 1,
          tckdWeight: 1,
          nckdWeight: 2,
          temperature: 4,
          warmupEpochs: Math.max(1, Math.round(epochs / 12)),
        },
      },
    },
  ];
}
