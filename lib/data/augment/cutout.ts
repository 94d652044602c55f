import type { ImageShape } from '../views';
import { luma } from './blend';

/** Fill of the released code, roughly the mean colour of natural images. */
const FILL = [125, 123, 114] as const;
/** The code knows colour images only; its fill in Pillow's mode L, 123, is our reading for one channel. */
const GREY_FILL = [luma(...FILL)] as const;

/**
 * Covers a square of side `share` · width around (x, y) with an even colour, cut at the borders of the image: `Cutout`
 * of CRLD's released code, drawn by Pillow's `ImageDraw.rectangle`. Changes in place.
 *
 * The square's far sides count as covered, so that it is up to one pixel larger than its side says, and at the left and
 * upper border it is pushed inwards, not cut: both as the code has it.
 */
export function cutout(
  pixels: Uint8Array,
  { height, width, channels }: ImageShape,
  share: number,
  x: number,
  y: number,
): void {
  if (share <= 0) return;
  const side = share * width;
  const left = Math.trunc(Math.max(0, x - side / 2));
  const top = Math.trunc(Math.max(0, y - side / 2));
  const right = Math.min(Math.trunc(left + side), width - 1);
  const bottom = Math.min(Math.trunc(top + side), height - 1);
  const fill = channels === 3 ? FILL : GREY_FILL;
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const to = (row * width + column) * channels;
      for (let channel = 0; channel < channels; channel++) pixels[to + channel] = fill[channel];
    }
  }
}
