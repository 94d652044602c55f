import type { MethodSpec } from '../base';
import type { MethodRow } from './cells';

export const twoView = (
  loss: string,
  lossOptions?: Record<string, unknown>,
  options?: Record<string, unknown>,
): MethodSpec => ({
  name: 'two-view',
  loss,
  ...(lossOptions ? { lossOptions } : {}),
  ...(options ? { options } : {}),
});

/** MLKD, which is made for two views, and logit standardisation over it. */
export const mlkdRows: MethodRow[] = [
  { row: 'mlkd', distilled: true, views: 'two', method: twoView('mlkd') },
  { row: 'lskd over mlkd', distilled: true, views: 'two', method: twoView('lskd', { inner: 'mlkd' }) },
];
