import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../base';
import type { Checksum } from './checksum';
import { verifyBytes } from './checksum';
import type { DatasetDefinition, ImageSet } from './definition';
import { locate, notFound } from './locate';
import { readTarMember } from './tar';

/** One file of records; the checksum is of the unpacked file. */
export interface CifarFile {
  name: string;
  count: number;
  checksum: Checksum | null;
}

export interface CifarDatasetSettings extends Omit<DatasetDefinition, 'load' | 'present' | 'classes'> {
  classNames: string[];
  /** Set where a record opens with a coarse label. */
  coarseClassNames?: string[];
  train: readonly CifarFile[];
  test: readonly CifarFile[];
  /** The official archive's only folder; the archive itself is `files[0]`. */
  folder: string;
}

/**
 * A data set in the CIFAR binary layout: records of [coarse label,] label, then the red, green and blue planes row by
 * row. Read from the unpacked folder, or straight from the official archive.
 */
export function cifarDataset(settings: CifarDatasetSettings): DatasetDefinition {
  const { classNames, coarseClassNames, train, test, folder, ...rest } = settings;
  const { name, shape } = rest;
  const [archive] = rest.files;

  const findArchive = (folders: readonly string[]): string | undefined =>
    folders.map((place) => join(place, archive.name)).find((path) => existsSync(path));

  function read(file: CifarFile, folders: readonly string[]): { bytes: Buffer; path: string } {
    const unpacked = locate(folders, [folder], file.name);
    if (unpacked) return { bytes: readFileSync(unpacked), path: unpacked };
    const packed = findArchive(folders);
    if (!packed) throw notFound(name, `${folder}/${file.name} or ${archive.name}`, folders, true);
    const bytes = readTarMember(packed, archive.checksum, `${folder}/${file.name}`);
    return { bytes, path: `${packed}: ${file.name}` };
  }

  return {
    ...rest,
    classes: classNames.length,
    present: (folders) =>
      findArchive(folders) !== undefined ||
      [...train, ...test].every((file) => locate(folders, [folder], file.name) !== undefined),
    load(split, folders): ImageSet {
      const parts = split === 'train' ? train : test;
      const count = parts.reduce((sum, part) => sum + part.count, 0);
      const pixels = shape.height * shape.width * shape.channels;
      const images = new Uint8Array(count * pixels); // [N, H, W, C]
      const labels = new Int32Array(count);
      const coarseLabels = coarseClassNames && new Int32Array(count);
      const head = coarseClassNames ? 2 : 1;
      let image = 0;
      for (const part of parts) {
        const { bytes, path } = read(part, folders);
        const expected = part.count * (head + pixels);
        if (bytes.length !== expected) {
          throw new InputError(`${path}: wrong length, expected ${expected} bytes, found ${bytes.length}`);
        }
        verifyBytes(bytes, part.checksum, path);
        for (let at = 0; at < bytes.length; at += head + pixels, image++) {
          if (coarseLabels)
            coarseLabels[image] = label(bytes[at], coarseClassNames.length, image, 'coarse label', path);
          labels[image] = label(bytes[at + head - 1], classNames.length, image, 'label', path);
          interleave(bytes, at + head, images, image * pixels, shape.channels, pixels / shape.channels);
        }
      }
      return { images, count, ...shape, labels, classNames, coarseLabels, coarseClassNames };
    },
  };
}

function label(value: number, classes: number, image: number, what: string, path: string): number {
  if (value < classes) return value;
  throw new InputError(`${path}: ${what} of image ${image} is ${value}, allowed are 0 to ${classes - 1}`);
}

/** Planes [C, H·W] → pixels [H·W, C]. */
function interleave(
  from: Uint8Array,
  at: number,
  to: Uint8Array,
  start: number,
  channels: number,
  area: number,
): void {
  for (let channel = 0; channel < channels; channel++) {
    const plane = at + channel * area;
    for (let i = 0, out = start + channel; i < area; i++, out += channels) to[out] = from[plane + i];
  }
}
