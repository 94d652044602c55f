import { InputError, dataFolders, oneOf, shown } from '../base';
import type { DatasetDefinition, FeatureSet } from './definition';
import { partialLabelDataset } from './partial-label-dataset';

/** Sizes as published; the numbers of candidates are those of the files. The publisher gives no checksums. */
export const PARTIAL_LABEL_SETS: readonly DatasetDefinition[] = [
  {
    name: 'lost',
    title: 'Lost, 1122 faces named by captions (108 features, 16 classes, 2.23 candidates on average)',
    citation: 'T. Cour, B. Sapp, B. Taskar: Learning from Partial Labels, JMLR 12, 2011',
    file: 'lost',
    count: 1122,
    dimensions: 108,
    classes: 16,
  },
  {
    name: 'birdsong',
    title: 'BirdSong, 4998 syllables of recordings (38 features, 13 classes, 2.18 candidates on average)',
    citation:
      'F. Briggs, X. Z. Fern, R. Raich: Rank-Loss Support Instance Machines for MIML Instance Annotation, KDD 2012',
    file: 'BirdSong',
    count: 4998,
    dimensions: 38,
    classes: 13,
  },
  {
    name: 'msrcv2',
    title: 'MSRCv2, 1758 image segments (48 features, 23 classes, 3.16 candidates on average)',
    citation:
      'L. Liu, T. Dietterich: A Conditional Multinomial Mixture Model for Superset Label Learning, NIPS 2012',
    file: 'MSRCv2',
    count: 1758,
    dimensions: 48,
    classes: 23,
  },
].map(partialLabelDataset);

/**
 * Loads a partial-label set by its registered name (`lost`, `birdsong`, `msrcv2`).
 *
 * @param folders where data sets are looked for; default `dataFolders()`
 * @throws InputError on another name, or where the file is missing, damaged or not as published
 */
export function loadPartialLabelSet(
  name: string,
  folders: readonly string[] = dataFolders(),
): FeatureSet {
  const set = PARTIAL_LABEL_SETS.find((definition) => definition.name === name);
  if (set) return set.loadFeatures!(folders);
  throw new InputError(
    `partial-label set: found ${shown(name)}, allowed are ${oneOf(PARTIAL_LABEL_SETS.map((definition) => definition.name))}`,
  );
}
