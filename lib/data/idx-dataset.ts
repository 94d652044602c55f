import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../base';
import type { Checksum } from './checksum';
import { verifyBytes } from './checksum';
import type { DatasetDefinition, ImageSet } from './definition';
import { readMaybeGzipped } from './gzip';
import { decodeIdx } from './idx';
import { locate, notFound } from './locate';

/** One part (training or test) of a set in idx layout; checksums are of the unpacked files. */
export interface IdxPart {
  count: number;
  /** `train` or `t10k`, the official file names' beginning. */
  prefix: string;
  images: Checksum | null;
  labels: Checksum | null;
}

export interface IdxDatasetSettings extends Omit<DatasetDefinition, 'load' | 'present' | 'classes'> {
  classNames: string[];
  train: IdxPart;
  test: IdxPart;
  /** Sub-folders in which the files may lie. */
  subfolders: readonly string[];
  /**
   * Given: files that lie directly in a data folder may be this set's, too, unless their test labels have one of
   * these md5s, which are other sets' with the same file names (MNIST and Fashion-MNIST).
   */
  flat?: { notTestLabels: readonly string[] };
}

/** A data set in idx layout, gzipped or plain. Any gzip file with the right content is taken: headers differ by packager. */
export function idxDataset(settings: IdxDatasetSettings): DatasetDefinition {
  const { classNames, train, test, subfolders, flat, ...rest } = settings;
  const { name, shape, files } = rest;

  function find(file: string, folders: readonly string[]): string | undefined {
    const variants = [`${file}.gz`, file];
    for (const folder of folders) {
      for (const variant of variants) {
        const path = locate([folder], subfolders, variant);
        if (path) return path;
      }
      if (flat && isOurs(folder, flat.notTestLabels)) {
        const path = variants.map((variant) => join(folder, variant)).find(existsSync);
        if (path) return path;
      }
    }
    return undefined;
  }

  function isOurs(folder: string, others: readonly string[]): boolean {
    const file = [`${test.prefix}-labels-idx1-ubyte.gz`, `${test.prefix}-labels-idx1-ubyte`]
      .map((variant) => join(folder, variant))
      .find(existsSync);
    if (!file) return false;
    try {
      return !others.includes(createHash('md5').update(readMaybeGzipped(file)).digest('hex'));
    } catch {
      return true; // damaged: reading it will say so
    }
  }

  function read(
    file: string,
    expected: number[],
    checksum: Checksum | null,
    folders: readonly string[],
  ): Uint8Array {
    const path = find(file, folders);
    if (!path) throw notFound(name, `${file}.gz`, folders, files.length > 0);
    const bytes = readMaybeGzipped(path);
    const { data } = decodeIdx(bytes, expected, path);
    verifyBytes(bytes, checksum, path);
    return data;
  }

  return {
    ...rest,
    classes: classNames.length,
    present: (folders) =>
      [train, test].every(({ prefix }) =>
        ['images-idx3', 'labels-idx1'].every((kind) => find(`${prefix}-${kind}-ubyte`, folders)),
      ),
    load(split, folders): ImageSet {
      const part = split === 'train' ? train : test;
      const { height, width, channels } = shape;
      const { count, prefix } = part;
      const images = read(`${prefix}-images-idx3-ubyte`, [count, height, width], part.images, folders);
      const labels = read(`${prefix}-labels-idx1-ubyte`, [count], part.labels, folders);
      const wrong = labels.findIndex((label) => label >= classNames.length);
      if (wrong >= 0) {
        throw new InputError(
          `data set '${name}': label ${wrong} of ${prefix}-labels is ${labels[wrong]}, allowed are 0 to ${classNames.length - 1}`,
        );
      }
      return { images, count, height, width, channels, labels: Int32Array.from(labels), classNames };
    },
  };
}
