import type { MethodRow } from '../cells';
import { oneView } from '../rows';

const RECONSTRUCTION =
  'weights 1 + H_cls/H_kd of z-scored logits at T = 1, divided by their batch mean, no gradient through them or from the head into the features; ceWeight 0.1, kdWeight 0.9, T = 4';

const weighted = (
  row: string,
  lossOptions: Record<string, unknown>,
  options: Record<string, unknown>,
  reconstruction: string,
): MethodRow => ({
  row,
  distilled: true,
  method: { name: 'ipwd', loss: 'ipwd', lossOptions, options },
  reconstruction,
});

const kdWeights = { ceWeight: 0.1, kdWeight: 0.9, temperature: 4 };

/** IPWD as reconstructed, in both directions. */
export const ipwdRows: MethodRow[] = [
  weighted('ipwd', {}, {}, RECONSTRUCTION),
  weighted(
    'ipwd, kd-over-cls',
    { ratio: 'kd-over-cls' },
    {},
    `the other reading, 1 + H_kd/H_cls; else ${RECONSTRUCTION}`,
  ),
];

/** What the paper's Table 5 takes away, and what a reconstruction has to leave open. */
export const ablationRows: MethodRow[] = [
  weighted('ipwd, not standardised', { standardise: false }, {}, 'entropies of the logits as they are'),
  weighted('ipwd, weights cut at 4', { weightClip: 4 }, {}, 'weights no larger than 4 before the division'),
  weighted(
    'ipwd, head reaches features',
    {},
    { detachHead: false },
    "the head's gradient enters the backbone",
  ),
  weighted(
    'ipwd, weights not normalised',
    { normaliseWeights: false },
    {},
    'weights as they are, above 1: KD counts more, too',
  ),
];

/** Controls: what remains of a gain when the weights say nothing. `epochs` switches the weights off for the whole run. */
export function controlRows(epochs: number): MethodRow[] {
  const off = { startEpoch: epochs };
  return [
    weighted('kd + head, w = 1', {}, off, 'the head learns, the weights stay 1'),
    weighted(
      'kd + head reaching features, w = 1',
      {},
      { ...off, detachHead: false },
      'a second CE term, no weights',
    ),
    {
      row: 'kd, kdWeight 1.8',
      distilled: true,
      method: oneView('kd', { ...kdWeights, kdWeight: 1.8 }),
    },
  ];
}

/** Logit losses of the family with their reference codes' defaults; DKD's and LS-KD's settings belong to the pair. */
export const familyRows: MethodRow[] = [
  { row: 'dist', distilled: true, method: oneView('dist', { temperature: 4 }) },
  { row: 'wsld', distilled: true, method: oneView('wsld', { kdWeight: 2.25, temperature: 4 }) },
  ...['nkd', 'normkd', 'ttm', 'wttm', 'clkd'].map((loss) => ({
    row: loss,
    distilled: true,
    method: oneView(loss),
  })),
  { row: 'lskd', distilled: true, method: oneView('lskd') },
  { row: 'lskd over dkd', distilled: true, method: oneView('lskd', { inner: 'dkd' }) },
  { row: 'tfkd-reg', distilled: false, method: oneView('tfkd-reg') },
];

/** PS-KD, and IPWD's weights on its self-made part, switched on at a share of the training. */
export function selfRows(epochs: number): MethodRow[] {
  const switched = (share: number): MethodRow => ({
    row: share === 0 ? 'pskd + ipwd' : `pskd + ipwd from ${100 * share} %`,
    distilled: false,
    method: {
      name: 'pskd',
      loss: 'pskd',
      options: { weights: 'ipwd', startEpoch: Math.round(share * epochs) },
    },
    reconstruction:
      'weights on the part of the target that the network made itself; head and weights as in ipwd',
  });
  return [
    { row: 'pskd', distilled: false, method: { name: 'pskd', loss: 'pskd' } },
    ...[0, 0.25, 0.5, 0.75].map(switched),
  ];
}
