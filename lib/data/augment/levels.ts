/** Keeps the `bits` highest bits of every value, 1 to 8: Pillow's `ImageOps.posterize(image, bits)`. In place. */
export function posterize(pixels: Uint8Array, bits: number): void {
  const mask = 256 - (1 << (8 - bits));
  for (let i = 0; i < pixels.length; i++) pixels[i] &= mask;
}

/** Inverts every value from `threshold` on: Pillow's `ImageOps.solarize(image, threshold)`. Changes in place. */
export function solarize(pixels: Uint8Array, threshold: number): void {
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i];
    if (value >= threshold) pixels[i] = 255 - value;
  }
}
