import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError, shown } from '../base';
import { decodeJpeg } from '../engine/jpeg';
import type { DatasetDefinition, ImageSet } from './definition';
import type { FileTree } from './file-tree';
import { folderTree, zipTree } from './file-tree';
import { locate, notFound } from './locate';
import { cachedPixels } from './pixel-cache';
import { Progress } from './progress';

export interface TinyImageNetSettings extends Omit<DatasetDefinition, 'load' | 'present'> {
  /** The official archive's only folder; the archive itself is `files[0]`. */
  folder: string;
  /** Images of every class. */
  perClass: { train: number; test: number };
}

/**
 * A set in Tiny-ImageNet's layout, read from the official archive or from the folder unpacked from it: `wnids.txt`,
 * `words.txt`, `train/WNID/images/*.JPEG`, `val/images/*.JPEG` with `val_annotations.txt`. The test part is `val`, since
 * the official test images have no labels. As with torchvision's ImageFolder, classes are the WordNet ids in
 * alphabetical order (not in the order of `wnids.txt`), and training images follow by class, then by name; the test
 * part follows `val_annotations.txt`. Decoded pixels are kept beside the archive, so that only the first load is slow.
 */
export function tinyImageNetDataset(settings: TinyImageNetSettings): DatasetDefinition {
  const { folder, perClass, ...definition } = settings;
  const { name, classes, shape, files } = definition;
  const [archive] = files;

  function find(folders: readonly string[]): FileTree | undefined {
    const unpacked = locate(folders, [folder], 'wnids.txt');
    if (unpacked) return folderTree(dirname(unpacked));
    const packed = folders.map((place) => join(place, archive.name)).find((path) => existsSync(path));
    return packed === undefined ? undefined : zipTree(packed, archive.checksum, folder);
  }

  return {
    ...definition,
    present: (folders) => find(folders) !== undefined,
    load(split, folders): ImageSet {
      const tree = find(folders);
      if (!tree) throw notFound(name, `${archive.name} or ${folder}/wnids.txt`, folders, true);
      const wnids = readWnids(tree, classes);
      const classNames = readWords(tree, wnids);
      const { paths, labels } = split === 'train' ? listTrain(tree, wnids) : listVal(tree, wnids);
      checkCounts(labels, wnids, perClass[split], `${tree.source}: ${split === 'train' ? 'train' : 'val'}`);
      const count = paths.length;
      const length = count * shape.height * shape.width * shape.channels;
      const kept = join(dirname(tree.source), `${folder}.${split}.pixels`);
      const key = [paths.join('\n'), tree.fingerprint(paths)].join('\n\n');
      const images = cachedPixels(kept, key, length, () => decodeAll(tree, paths, shape, `${name}: ${split}`));
      return { images, count, ...shape, labels: Int32Array.from(labels), classNames };
    },
  };
}

interface Listing {
  paths: string[];
  /** Class of each image. */
  labels: number[];
}

const lines = (bytes: Uint8Array): string[] =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');

function readWnids(tree: FileTree, classes: number): string[] {
  const wnids = lines(tree.read('wnids.txt')).map((line) => line.trim());
  const wrong = wnids.find((wnid) => !/^n\d{8}$/.test(wnid));
  if (wrong !== undefined) {
    throw new InputError(
      `${tree.source}: wnids.txt has ${shown(wrong)}, WordNet ids such as 'n01443537' are needed`,
    );
  }
  if (new Set(wnids).size !== classes || wnids.length !== classes) {
    throw new InputError(
      `${tree.source}: wnids.txt has ${new Set(wnids).size} different ids in ${wnids.length} lines, expected ${classes}`,
    );
  }
  return wnids.sort();
}

function readWords(tree: FileTree, wnids: readonly string[]): string[] {
  const words = new Map(lines(tree.read('words.txt')).map((line) => line.split('\t') as [string, string]));
  return wnids.map((wnid) => {
    const text = words.get(wnid);
    if (text) return text.trim();
    throw new InputError(`${tree.source}: words.txt has no line for ${wnid}`);
  });
}

function listTrain(tree: FileTree, wnids: readonly string[]): Listing {
  const classOf = new Map(wnids.map((wnid, label) => [wnid, label]));
  const found = tree.list('train').flatMap((path) => {
    const parts = /^train\/([^/]+)\/images\/[^/]+\.JPEG$/.exec(path);
    if (!parts) return [];
    const label = classOf.get(parts[1]);
    if (label === undefined) {
      throw new InputError(`${tree.source}: ${path} belongs to ${parts[1]}, which wnids.txt does not list`);
    }
    return [{ path, label }];
  });
  // Plain comparison of code units, as Python sorts: locales put _10 and _2 elsewhere.
  found.sort((a, b) => a.label - b.label || (a.path < b.path ? -1 : 1));
  return { paths: found.map(({ path }) => path), labels: found.map(({ label }) => label) };
}

function listVal(tree: FileTree, wnids: readonly string[]): Listing {
  const classOf = new Map(wnids.map((wnid, label) => [wnid, label]));
  const file = 'val/val_annotations.txt';
  const seen = new Set<string>();
  const labels: number[] = [];
  for (const [i, line] of lines(tree.read(file)).entries()) {
    const [image, wnid] = line.split('\t');
    const label = classOf.get(wnid);
    if (label === undefined) {
      throw new InputError(
        `${tree.source}: ${file} line ${i + 1} has class ${shown(wnid ?? '')}, which wnids.txt does not list`,
      );
    }
    if (seen.has(`val/images/${image}`)) {
      throw new InputError(`${tree.source}: ${file} line ${i + 1} lists ${image} a second time`);
    }
    seen.add(`val/images/${image}`);
    labels.push(label);
  }
  return { paths: [...seen], labels };
}

function checkCounts(labels: readonly number[], wnids: readonly string[], each: number, where: string): void {
  const counts = new Int32Array(wnids.length);
  for (const label of labels) counts[label]++;
  const wrong = counts.findIndex((count) => count !== each);
  if (wrong < 0) return;
  throw new InputError(`${where} has ${counts[wrong]} images of class ${wnids[wrong]}, expected ${each}`);
}

function decodeAll(
  tree: FileTree,
  paths: readonly string[],
  { height, width, channels }: DatasetDefinition['shape'],
  what: string,
): Uint8Array {
  const pixels = height * width * channels;
  const images = new Uint8Array(paths.length * pixels); // [N, H, W, C]
  const progress = new Progress(`${what} images decoded`, paths.length);
  tree.each(paths, (bytes, index) => {
    const source = `${tree.source}: ${paths[index]}`;
    const image = decodeJpeg(bytes, source);
    if (image.height !== height || image.width !== width) {
      throw new InputError(
        `${source} is ${image.height}×${image.width} pixels, expected ${height}×${width}`,
      );
    }
    images.set(image.pixels, index * pixels);
    progress.update(index + 1);
  });
  progress.end();
  return images;
}
