import { encodeNpy } from '../formats';
import type { Run } from './run';
import { writeAtomic } from './storage';

/**
 * Keeps changed training labels with the run: `labels.npy`, int32 [N, 3], one row an image: the label as fed, the true
 * label, the image's index in its data set's own order.
 */
export function keepLabels({ data, folder }: Run): void {
  const { labels, trueLabels, sourceIndex, count } = data.train;
  const rows = new Int32Array(3 * count);
  for (let n = 0; n < count; n++) rows.set([labels[n], trueLabels[n], sourceIndex[n]], 3 * n);
  writeAtomic(folder.file('labels.npy'), encodeNpy(rows, [count, 3]));
}
