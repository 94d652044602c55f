/**
 * Pillow's `Image.blend` of two levels, `from` at factor 0 and `to` at factor 1: float32, rounded down, beyond [0, 1]
 * clipped to 0 … 255.
 * @param factor a float32 number, as `Math.fround` gives it
 */
export function blend(from: number, to: number, factor: number): number {
  const value = Math.fround(from + Math.fround(factor * (to - from)));
  return value <= 0 ? 0 : value >= 255 ? 255 : Math.trunc(value);
}

/** Pillow's brightness of an RGB pixel, mode L: ITU-R 601-2 in units of 2^-16, rounded. */
export function luma(red: number, green: number, blue: number): number {
  return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
}
