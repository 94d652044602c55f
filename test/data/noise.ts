import type { LabelledImages } from '../../lib/data/definition';
import { transformLabels } from '../../lib/data/label-transforms';
import { labelled } from './helpers';

/** `count` training labels 0, 1, 2, … modulo `classes` after a transform; the images say nothing. */
export function noisy(
  name: string,
  count: number,
  classes: number,
  options: Record<string, unknown> = {},
): LabelledImages {
  const part = labelled(new Uint8Array(count), { height: 1, width: 1, channels: 1 }, classes);
  return transformLabels(part, classes, { name, options });
}

/** How often each true class (row) carries each label (column). */
export function confusion({ labels, trueLabels }: LabelledImages, classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  trueLabels.forEach((truth, i) => counts[truth][labels[i]]++);
  return counts;
}

export const wrong = ({ labels, trueLabels }: LabelledImages): number =>
  labels.filter((label, i) => label !== trueLabels[i]).length;
