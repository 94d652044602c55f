import type { ImageShape } from '../views';

/**
 * One operation of an augmentation. It changes an image [H, W, C], uint8, in place, to the very pixels that Pillow makes;
 * C is 3 (Pillow's mode RGB) or 1 (mode L).
 */
export interface ImageOperation {
  name: string;
  /** One phrase, for a caption. */
  what: string;
  /** The magnitude is drawn uniformly between these; absent where the operation takes none. */
  range?: readonly [low: number, high: number];
  /** Unit of the magnitude. */
  unit?: string;
  apply(pixels: Uint8Array, shape: ImageShape, magnitude: number): void;
}
