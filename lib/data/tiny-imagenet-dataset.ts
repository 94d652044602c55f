import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../base';
import { decodeJpeg } from '../engine/jpeg';
import type { DatasetDefinition, ImageSet } from './definition';
import type { FileTree } from './file-tree';
import { folderTree, zipTree } from './file-tree';
import { locate, notFound } from './locate';
import { cachedPixels } from './pixel-cache';
import { Progress } from './progress';
import { checkCounts, listTrain, listVal, readWnids, readWords } from './tiny-imagenet-listing';

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
