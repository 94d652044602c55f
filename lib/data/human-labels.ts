import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../base';
import type { PickleValue } from '../formats';
import { readTorchFile } from '../formats';
import { verifyBytes } from './checksum';
import type { DatasetDefinition } from './definition';
import { locate, notFound } from './locate';

/** One set of human labels in a file, and the true labels that it belongs to. */
export interface HumanLabelKind {
  /** Keys of the file's dictionary. */
  noisy: string;
  clean: string;
  classes: number;
  labels: 'fine' | 'coarse';
}

export interface HumanLabelSettings {
  name: string;
  title: string;
  licence: string;
  citation: string;
  homepage: string;
  file: DatasetDefinition['files'][number];
  /** The image set whose training part is labelled. */
  images: DatasetDefinition;
  /** Training images. */
  count: number;
  kinds: Readonly<Record<string, HumanLabelKind>>;
}

/** Human labels of another set's training images: a PyTorch file of a dictionary of label arrays. */
export interface HumanLabelSource extends HumanLabelSettings {
  /** What the source shows in the list of data sets; it has no images of its own. */
  dataset: DatasetDefinition;
  /**
   * @returns labels by kind, [N] in the order of the image set
   * @throws InputError where the file is missing, damaged, or its arrays are not as published
   */
  load(folders: readonly string[]): { path: string; noisy: Labels; clean: Labels };
}

type Labels = Record<string, Int32Array>;

export function humanLabelSource(settings: HumanLabelSettings): HumanLabelSource {
  const { name, title, licence, citation, homepage, file, images, count, kinds } = settings;
  const [subfolder, base] = file.name.split('/');
  const find = (folders: readonly string[]): string | undefined =>
    locate(folders, [subfolder], base) ??
    folders.map((folder) => join(folder, base)).find((path) => existsSync(path));

  function load(folders: readonly string[]) {
    const path = find(folders);
    if (!path) throw notFound(name, file.name, folders, true);
    const bytes = readFileSync(path);
    verifyBytes(bytes, file.checksum, path);
    const content = readTorchFile(bytes, path, 'data');
    if (!(content instanceof Map)) throw new InputError(`${path}: no dictionary of label arrays`);
    const column = (key: 'noisy' | 'clean') =>
      Object.fromEntries(
        Object.entries(kinds).map(([kind, of]) => [
          kind,
          labelArray(content.get(of[key]), count, of.classes, `${path}: '${of[key]}'`),
        ]),
      );
    return { path, noisy: column('noisy'), clean: column('clean') };
  }

  /** The file's true labels must be those of the images, one by one, wherever the images are here. */
  function verify(folders: readonly string[]): void {
    const { path, clean } = load(folders);
    if (!images.present(folders)) return;
    const set = images.load('train', folders);
    for (const [kind, { labels, clean: key }] of Object.entries(kinds)) {
      const own = labels === 'coarse' ? set.coarseLabels! : set.labels;
      const wrong = clean[kind].findIndex((label, i) => label !== own[i]);
      if (wrong < 0) continue;
      throw new InputError(
        `${path}: '${key}' has ${clean[kind][wrong]} for image ${wrong}, whose label in ${images.name} is ${own[wrong]}`,
      );
    }
  }

  const dataset: DatasetDefinition = {
    name,
    title,
    licence,
    citation,
    homepage,
    classes: images.classes,
    shape: images.shape,
    published: images.published,
    files: [file],
    present: (folders) => find(folders) !== undefined,
    load() {
      throw new InputError(
        `data set '${name}': holds labels, no images; use set '${images.name}' with the label transform 'cifar-n'`,
      );
    },
    verify,
  };
  return { ...settings, dataset, load };
}

function labelArray(
  value: PickleValue | undefined,
  count: number,
  classes: number,
  where: string,
): Int32Array {
  const array = value && (value as { kind?: unknown }).kind === 'numpy' ? (value as { data: unknown }).data : value;
  if (!Array.isArray(array) && !ArrayBuffer.isView(array)) {
    throw new InputError(`${where} is missing or no array of labels`);
  }
  const entries = array as ArrayLike<unknown>;
  if (entries.length !== count) {
    throw new InputError(`${where} has ${entries.length} labels, expected ${count}`);
  }
  return Int32Array.from(entries, (entry, i) => {
    const label = typeof entry === 'number' || typeof entry === 'bigint' ? Number(entry) : NaN;
    if (Number.isInteger(label) && label >= 0 && label < classes) return label;
    throw new InputError(`${where}: entry ${i} is ${String(entry)}, allowed are 0 to ${classes - 1}`);
  });
}
