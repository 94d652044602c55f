import { resizeBilinear } from './bilinear';
import type { ImageShape } from './views';

/** A part of an image, in whole pixels. */
export interface Box {
  top: number;
  left: number;
  height: number;
  width: number;
}

const SMALLEST_AREA = 0.08;
const RATIO = [3 / 4, 4 / 3] as const;
const ATTEMPTS = 10;

/**
 * A random part of an image as torchvision's `RandomResizedCrop` draws it by default: of 8 to 100 % of the area, its
 * sides in a ratio of 3/4 to 4/3, evenly on the scale of logarithms. Where ten such parts do not fit, the largest in
 * the middle whose ratio is allowed.
 *
 * torchvision cuts from the whole picture. Of ImageNet the stored image is the evaluation view, so that parts of that
 * are a reconstruction.
 *
 * @param draw uniform in [0, 1)
 */
export function randomBox({ height, width }: ImageShape, draw: () => number): Box {
  const [low, high] = [Math.log(RATIO[0]), Math.log(RATIO[1])];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const area = height * width * (SMALLEST_AREA + (1 - SMALLEST_AREA) * draw());
    const ratio = Math.exp(low + (high - low) * draw());
    const w = Math.round(Math.sqrt(area * ratio));
    const h = Math.round(Math.sqrt(area / ratio));
    if (w === 0 || w > width || h === 0 || h > height) continue;
    const top = Math.floor(draw() * (height - h + 1));
    return { top, left: Math.floor(draw() * (width - w + 1)), height: h, width: w };
  }
  const h = Math.min(height, Math.round(width / RATIO[0]));
  const w = Math.min(width, Math.round(height * RATIO[1]));
  return { top: (height - h) >> 1, left: (width - w) >> 1, height: h, width: w };
}

/**
 * Cuts a part out of an image and enlarges it to the image's size, bilinear with antialiasing: torchvision's
 * `resized_crop` on a Pillow image.
 *
 * @param images [N, H, W, C] uint8
 * @param start of the image in `images`
 * @returns [H, W, C] uint8
 */
export function resizedCrop(images: Uint8Array, start: number, shape: ImageShape, box: Box): Uint8Array {
  const { height, width, channels } = shape;
  const row = box.width * channels;
  const part = new Uint8Array(box.height * row);
  for (let y = 0; y < box.height; y++) {
    const from = start + ((box.top + y) * width + box.left) * channels;
    part.set(images.subarray(from, from + row), y * row);
  }
  return resizeBilinear(part, { height: box.height, width: box.width, channels }, height, width);
}
