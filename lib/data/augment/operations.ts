import { InputError, oneOf, shown } from '../../base';
import type { ImageShape } from '../views';
import type { ImageOperation } from './definition';
import { brightness, color, contrast } from './enhance';
import { rotate, shearX, shearY, translateX, translateY } from './geometry';
import { autocontrast, equalize } from './histogram';
import { posterize, solarize } from './levels';
import { sharpness } from './sharpness';

const FACTOR = { range: [0.05, 0.95], unit: 'factor' } as const;
const SLOPE = { range: [-0.3, 0.3], unit: 'slope' } as const;
const SHARE = { range: [-0.3, 0.3], unit: 'share of the side' } as const;

/**
 * The 14 operations of CRLD's strong view, in the order of its released code (`dataset/cifar100.py`, from TorchSSL's
 * FixMatch), with the ranges of their magnitudes.
 */
export const RAND_AUGMENT_OPERATIONS: readonly ImageOperation[] = [
  { name: 'AutoContrast', what: 'levels stretched to 0 … 255', apply: autocontrast },
  { name: 'Brightness', what: 'blended with black', ...FACTOR, apply: (pixels, _, v) => brightness(pixels, v) },
  { name: 'Color', what: 'blended with grey', ...FACTOR, apply: color },
  { name: 'Contrast', what: 'blended with the mean brightness', ...FACTOR, apply: contrast },
  { name: 'Equalize', what: 'levels made equally frequent', apply: equalize },
  { name: 'Identity', what: 'unchanged', apply: () => undefined },
  {
    ...{ name: 'Posterize', what: 'fewer levels', range: [4, 8], unit: 'bits' },
    apply: (pixels, _, v) => posterize(pixels, Math.max(1, Math.trunc(v))),
  },
  { name: 'Rotate', what: 'rotated anticlockwise', range: [-30, 30], unit: 'degrees', apply: rotate },
  { name: 'Sharpness', what: 'blended with its smoothed self', ...FACTOR, apply: sharpness },
  { name: 'ShearX', what: 'rows slid', ...SLOPE, apply: shearX },
  { name: 'ShearY', what: 'columns slid', ...SLOPE, apply: shearY },
  {
    ...{ name: 'Solarize', what: 'bright levels inverted', range: [0, 256], unit: 'grey level' },
    apply: (pixels, _, v) => solarize(pixels, v),
  },
  { name: 'TranslateX', what: 'shifted to the left', ...SHARE, apply: translateX },
  { name: 'TranslateY', what: 'shifted upwards', ...SHARE, apply: translateY },
];

/**
 * A copy of an image after one of the operations, with Pillow's semantics.
 *
 * @param name as in `RAND_AUGMENT_OPERATIONS`
 * @param pixels [H, W, C] uint8, C being 1 or 3
 * @param magnitude needed where the operation has a range
 * @returns [H, W, C] uint8
 * @throws InputError on an unknown operation, a missing magnitude or pixels that do not fill the shape
 */
export function augmented(
  name: string,
  pixels: Uint8Array,
  shape: ImageShape,
  magnitude?: number,
): Uint8Array {
  const operation = RAND_AUGMENT_OPERATIONS.find((known) => known.name === name);
  if (!operation) {
    const names = oneOf(RAND_AUGMENT_OPERATIONS.map((known) => known.name));
    throw new InputError(`operation: found ${shown(name)}, allowed are ${names}`);
  }
  if (operation.range && !Number.isFinite(magnitude)) {
    throw new InputError(`${name}: magnitude ${magnitude}, needed is a number (${operation.unit})`);
  }
  const { height, width, channels } = shape;
  if ((channels !== 1 && channels !== 3) || pixels.length !== height * width * channels) {
    throw new InputError(
      `${name}: ${pixels.length} values for ${height} × ${width} × ${channels}, needed is one each and 1 or 3 channels`,
    );
  }
  const copy = Uint8Array.from(pixels);
  operation.apply(copy, shape, magnitude ?? 0);
  return copy;
}
