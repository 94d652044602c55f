import type { MethodSpec } from '../base';
import type { MethodRow } from './cells';

export const oneView = (loss: string, lossOptions?: Record<string, unknown>): MethodSpec => ({
  name: 'one-view',
  loss,
  ...(lossOptions ? { lossOptions } : {}),
});

const onFeatures = (losses: readonly string[]): MethodRow[] =>
  losses.map((loss) => ({ row: loss, distilled: true, method: { name: 'features', loss } }));

/** Losses on pooled features or on the last map: they fit any pair. */
export const featureRows = onFeatures(['sp', 'cc', 'rkd', 'pkt']);
/** Losses on the maps of stages, for networks whose stages pair up. */
export const stageRows = onFeatures(['fitnet', 'at']);
