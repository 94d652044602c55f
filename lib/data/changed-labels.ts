import type { LabelledImages } from './definition';

/** Whether a label transform gave any training image another label than its true one. */
export function labelsChanged({ labels, trueLabels }: Pick<LabelledImages, 'labels' | 'trueLabels'>): boolean {
  return labels.some((label, n) => label !== trueLabels[n]);
}
