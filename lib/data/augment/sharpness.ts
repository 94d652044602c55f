import type { ImageShape } from '../views';
import { blend } from './blend';
import { scratchCopy } from './scratch';

/**
 * Smoothed level by weighted sum: the weights of `ImageFilter.SMOOTH` are 5 in the middle and 1 on the 8 neighbours, 13
 * in all. Pillow sums in float32, adds ½ and rounds down. 13 is odd, so sum/13 + ½ is never nearer than 1/26 to a whole
 * number: rounding errors decide nothing, and the nearest whole number is the same level.
 */
const SMOOTHED = Uint8Array.from({ length: 13 * 255 + 1 }, (_, sum) => Math.floor((sum + 6) / 13));

/**
 * Blends with the image smoothed over 3×3 pixels: Pillow's `ImageEnhance.Sharpness(image).enhance(factor)`. The
 * outermost pixels stay, as Pillow's filter copies them. Changes in place.
 */
export function sharpness(
  pixels: Uint8Array,
  { height, width, channels }: ImageShape,
  factor: number,
): void {
  const float = Math.fround(factor);
  const source = scratchCopy(pixels);
  const row = width * channels;
  for (let y = 1; y < height - 1; y++) {
    const end = (y + 1) * row - channels;
    for (let i = y * row + channels; i < end; i++) {
      const above = i - row;
      const below = i + row;
      const value = source[i];
      const sum =
        source[above - channels] +
        source[above] +
        source[above + channels] +
        source[i - channels] +
        5 * value +
        source[i + channels] +
        source[below - channels] +
        source[below] +
        source[below + channels];
      pixels[i] = blend(SMOOTHED[sum], value, float);
    }
  }
}
