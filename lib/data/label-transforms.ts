import { InputError, oneOf, shown } from '../base';
import type { DataSpec } from '../base';
import { additiveNoise } from './additive-noise';
import { cifarN } from './cifar-n';
import type { LabelTransformDefinition, LabelledImages } from './definition';
import { partialLabels, unlabelled } from './partial-labels';
import { randomSoftLabels } from './random-soft-labels';
import { asymmetricNoise } from './asymmetric-noise';
import { pairFlip } from './pair-flip';
import { superclassNoise } from './superclass-noise';
import { symmetricNoise } from './symmetric-noise';

/** Every change of the training labels: one file, one line. */
export const LABEL_TRANSFORMS: readonly LabelTransformDefinition[] = [
  symmetricNoise,
  asymmetricNoise,
  superclassNoise,
  pairFlip,
  cifarN,
  partialLabels,
  unlabelled,
  additiveNoise,
  randomSoftLabels,
];

/**
 * Applies `data.labelTransform` to the training part; absent options take their defaults.
 *
 * @param folders where files of labels are looked for; default `dataFolders()`
 * @throws InputError on an unknown transform or option
 */
export function transformLabels(
  train: LabelledImages,
  classes: number,
  spec: DataSpec['labelTransform'],
  folders?: readonly string[],
): LabelledImages {
  if (!spec) return train;
  const transform = LABEL_TRANSFORMS.find(({ name }) => name === spec.name);
  if (!transform) {
    const known = oneOf(LABEL_TRANSFORMS.map(({ name }) => name));
    throw new InputError(`data.labelTransform.name: found ${shown(spec.name)}, allowed are ${known}`);
  }
  const names = transform.options.map(({ name }) => name);
  const unknown = Object.keys(spec.options ?? {}).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new InputError(
      `data.labelTransform.options: '${transform.name}' has no option ${shown(unknown)}, allowed are ${oneOf(names)}`,
    );
  }
  const defaults = Object.fromEntries(transform.options.map((option) => [option.name, option.default]));
  return transform.apply(train, classes, { ...defaults, ...spec.options }, folders);
}
