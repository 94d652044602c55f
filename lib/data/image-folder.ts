import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, counted } from '../base';
import type { DecodedImage } from '../engine/jpeg';
import { decodeJpeg } from '../engine/jpeg';
import { resizeBilinear } from './bilinear';
import type { DatasetDefinition, ImageSet } from './definition';
import { locate } from './locate';

export interface ImageFolderSettings extends Omit<DatasetDefinition, 'load' | 'present'> {
  /** Sub-folder of a data folder that holds `train` and `val`. */
  folder: string;
  /** The shorter side before the centre is cut out, in pixels. */
  shorterSide: number;
}

const PICTURE = /\.(jpe?g|png)$/i;

/**
 * A set in the layout of torchvision's ImageFolder: `train/CLASS/*.JPEG` and `val/CLASS/*.JPEG`, the test part being
 * `val`. Classes are the folder names in alphabetical order; images follow by class, then by name. Any number of
 * classes from 2 is accepted (ImageNet-100 and the like are made by leaving folders out), but both parts must have the
 * same. Images stay on the disk and are decoded as they are read, with the usual evaluation transform: shorter side
 * resized, centre cut out.
 */
export function imageFolderDataset(settings: ImageFolderSettings): DatasetDefinition {
  const { folder, shorterSide, ...definition } = settings;
  const { name, shape } = definition;
  const part = (split: 'train' | 'test'): string => (split === 'train' ? 'train' : 'val');
  const find = (split: 'train' | 'test', folders: readonly string[]): string | undefined =>
    locate(folders, [folder], part(split));

  return {
    ...definition,
    present: (folders) => find('train', folders) !== undefined && find('test', folders) !== undefined,
    load(split, folders): ImageSet {
      const [own, other] = [split, split === 'train' ? 'test' : 'train'] as const;
      const root = find(own, folders);
      const otherRoot = find(other, folders);
      if (!root || !otherRoot) {
        throw new InputError(
          `data set '${name}': ${folder}/${part(root ? other : own)} not found in ${folders.join(', ')}; ${definition.byHand}`,
        );
      }
      const classNames = classFolders(root);
      checkSameClasses(classNames, root, classFolders(otherRoot), otherRoot);
      const paths: string[] = [];
      const labels: number[] = [];
      classNames.forEach((className, label) => {
        const pictures = readdirSync(join(root, className)).filter((file) => PICTURE.test(file));
        if (pictures.length === 0) throw new InputError(`${join(root, className)}: holds no .JPEG file`);
        for (const picture of pictures.sort()) {
          paths.push(join(className, picture));
          labels.push(label);
        }
      });
      const read = (index: number): Uint8Array => {
        const path = join(root, paths[index]);
        return evaluationView(decodeJpeg(readFileSync(path), path), shorterSide, shape.height);
      };
      return {
        images: new Uint8Array(0),
        read,
        count: paths.length,
        ...shape,
        labels: Int32Array.from(labels),
        classNames,
      };
    },
  };
}

/** Plain comparison of code units, as Python sorts. */
function classFolders(root: string): string[] {
  const names = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map((entry) => entry.name)
    .sort();
  if (names.length >= 2) return names;
  throw new InputError(`${root}: holds ${counted(names.length, 'class folder')}, at least 2 are needed`);
}

function checkSameClasses(own: string[], root: string, others: string[], otherRoot: string): void {
  const missing = (from: string[], names: string[]) => names.find((name) => !from.includes(name));
  const lost = missing(others, own);
  if (lost !== undefined) throw new InputError(`${otherRoot}: class folder '${lost}' of ${root} is missing`);
  const extra = missing(own, others);
  if (extra !== undefined) throw new InputError(`${root}: class folder '${extra}' of ${otherRoot} is missing`);
}

/**
 * torchvision's `Resize(shorterSide)` and `CenterCrop(side)` on Pillow images, bit for bit.
 *
 * @returns [side, side, 3], uint8
 */
export function evaluationView(image: DecodedImage, shorterSide: number, side: number): Uint8Array {
  const { height, width } = image;
  const short = Math.min(height, width);
  const long = Math.trunc((shorterSide * Math.max(height, width)) / short);
  const toHeight = height <= width ? shorterSide : long;
  const toWidth = height <= width ? long : shorterSide;
  const resized = resizeBilinear(image.pixels, { height, width, channels: 3 }, toHeight, toWidth);
  const top = roundHalfEven((toHeight - side) / 2);
  const left = roundHalfEven((toWidth - side) / 2);
  const out = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    const start = ((top + y) * toWidth + left) * 3;
    out.set(resized.subarray(start, start + side * 3), y * side * 3);
  }
  return out;
}

/** Python's `round` of a multiple of one half. */
function roundHalfEven(value: number): number {
  const down = Math.floor(value);
  return value - down === 0.5 ? down + (down % 2) : Math.round(value);
}
