import { InputError, dataFolders, oneOf, shown } from '../base';
import { cifar10, cifar100 } from './cifar';
import { HUMAN_LABEL_SETS } from './cifar-n';
import type { DatasetDefinition } from './definition';
import { fashionMnist, fashionMnistCut } from './fashion-mnist';
import { imageNet } from './imagenet';
import { mnist } from './mnist';
import { PARTIAL_LABEL_SETS } from './partial-label';
import { tinyImageNet } from './tiny-imagenet';

/** Every data set: one file (or a file for a family), one line. */
export const DATASETS: readonly DatasetDefinition[] = [
  fashionMnistCut,
  fashionMnist,
  mnist,
  cifar10,
  cifar100,
  ...HUMAN_LABEL_SETS,
  tinyImageNet,
  imageNet,
  ...PARTIAL_LABEL_SETS,
];

/** @throws InputError naming the registered sets */
export function datasetByName(name: string): DatasetDefinition {
  const found = DATASETS.find((dataset) => dataset.name === name);
  if (found) return found;
  throw new InputError(
    `data set: found ${shown(name)}, allowed are ${oneOf(DATASETS.map((dataset) => dataset.name))}`,
  );
}

/** One line of `kdlab data list`. */
export interface DatasetStatus {
  name: string;
  title: string;
  homepage: string;
  licence: string;
  citation: string;
  /** `embedded`, or the kind of checksum all official files have, or `unverified`. */
  checksum: string;
  present: boolean;
  files: { name: string; url: string; bytes?: number; checksum: string }[];
}

/** What `kdlab data list` shows; looks for files without reading them whole. */
export function datasetStatus(folders: readonly string[] = dataFolders()): DatasetStatus[] {
  return DATASETS.map((set) => ({
    name: set.name,
    title: set.title,
    homepage: set.homepage,
    licence: set.licence,
    citation: set.citation,
    checksum:
      set.files.length === 0 && !set.byHand
        ? 'embedded'
        : set.files.length > 0 && set.files.every(({ checksum }) => checksum)
          ? [...new Set(set.files.map(({ checksum }) => checksum!.kind))].join(', ')
          : 'unverified',
    present: set.present(folders),
    files: set.files.map((file) => ({
      name: file.name,
      url: file.url,
      bytes: file.bytes,
      checksum: file.checksum ? `${file.checksum.kind} ${file.checksum.value}` : 'unverified',
    })),
  }));
}
