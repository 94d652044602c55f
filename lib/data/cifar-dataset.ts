import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../base';
import type { Checksum } from './checksum';
import { verifyBytes } from './checksum';
import type { CifarBatch, CifarContent } from './cifar-batch';
import { cifarBinaryLength, decodeCifarBinary } from './cifar-batch';
import { decodeCifarPython } from './cifar-python';
import type { DatasetDefinition, ImageSet } from './definition';
import { locate, notFound } from './locate';
import { readTarMember } from './tar';

/** One file of images; the checksum is of the unpacked file. */
export interface CifarFile {
  name: string;
  count: number;
  checksum: Checksum | null;
}

/** The files of a version and the only folder of its official archive. */
interface CifarFiles {
  train: readonly CifarFile[];
  test: readonly CifarFile[];
  folder: string;
}

export interface CifarDatasetSettings
  extends CifarFiles,
    Omit<DatasetDefinition, 'load' | 'present' | 'classes'> {
  classNames: string[];
  /** Set where images have a coarse label besides. */
  coarseClassNames?: string[];
  /** The python version of the same images in the same order, read where the binary one is not here. */
  python?: CifarFiles & Pick<Version, 'archive'>;
}

interface Version extends CifarFiles {
  archive: { name: string; checksum: Checksum | null };
  python: boolean;
}

/**
 * A data set in a CIFAR layout: the binary version, whose archive is `files[0]`, or else the python version, each from
 * its unpacked folder or straight from the official archive.
 */
export function cifarDataset(settings: CifarDatasetSettings): DatasetDefinition {
  const { classNames, coarseClassNames, train, test, folder, python, ...rest } = settings;
  const { name, shape } = rest;
  const binary: Version = { train, test, folder, archive: rest.files[0], python: false };
  const versions = python ? [binary, { ...python, python: true }] : [binary];

  const findArchive = ({ archive }: Version, folders: readonly string[]): string | undefined =>
    folders.map((place) => join(place, archive.name)).find((path) => existsSync(path));
  const isHere = (version: Version, parts: readonly CifarFile[], folders: readonly string[]): boolean =>
    findArchive(version, folders) !== undefined ||
    parts.every((file) => locate(folders, [version.folder], file.name) !== undefined);

  function read(version: Version, file: CifarFile, folders: readonly string[]) {
    const unpacked = locate(folders, [version.folder], file.name);
    if (unpacked) return { bytes: readFileSync(unpacked), path: unpacked };
    const packed = findArchive(version, folders);
    if (!packed) throw notFound(name, sought(file), folders, true);
    const bytes = readTarMember(packed, version.archive.checksum, `${version.folder}/${file.name}`);
    return { bytes, path: `${packed}: ${file.name}` };
  }

  const sought = (file: CifarFile): string => {
    const official = `${folder}/${file.name} or ${binary.archive.name}`;
    return python ? `${official} (or the python version, ${python.archive.name})` : official;
  };

  return {
    ...rest,
    classes: classNames.length,
    present: (folders) => versions.some((version) => isHere(version, [...version.train, ...version.test], folders)),
    load(split, folders): ImageSet {
      const version = versions.find((one) => isHere(one, one[split], folders)) ?? binary;
      const parts = version[split];
      const count = parts.reduce((sum, part) => sum + part.count, 0);
      const pixels = shape.height * shape.width * shape.channels;
      const images = new Uint8Array(count * pixels); // [N, H, W, C]
      const labels = new Int32Array(count);
      const coarseLabels = coarseClassNames && new Int32Array(count);
      let first = 0;
      for (const part of parts) {
        const { bytes, path } = read(version, part, folders);
        const content = { count: part.count, pixels, coarse: coarseLabels !== undefined };
        const batch = decode(version, part, bytes, content, path);
        for (let i = 0; i < part.count; i++) {
          const image = first + i;
          if (coarseLabels)
            coarseLabels[image] = label(batch.coarseLabels![i], coarseClassNames.length, image, 'coarse label', path);
          labels[image] = label(batch.labels[i], classNames.length, image, 'label', path);
          interleave(batch.bytes, batch.start(i), images, image * pixels, shape.channels, pixels / shape.channels);
        }
        first += part.count;
      }
      return { images, count, ...shape, labels, classNames, coarseLabels, coarseClassNames };
    },
  };
}

/** Lengths are told before checksums, which say less; a pickle is opened only after its checksum was right. */
function decode(
  version: Version,
  { checksum }: CifarFile,
  bytes: Buffer,
  content: CifarContent,
  path: string,
): CifarBatch {
  if (version.python) {
    verifyBytes(bytes, checksum, path);
    return decodeCifarPython(bytes, content, path);
  }
  const expected = cifarBinaryLength(content);
  if (bytes.length !== expected) {
    throw new InputError(`${path}: wrong length, expected ${expected} bytes, found ${bytes.length}`);
  }
  verifyBytes(bytes, checksum, path);
  return decodeCifarBinary(bytes, content);
}

function label(value: number, classes: number, image: number, what: string, path: string): number {
  if (value >= 0 && value < classes) return value;
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
