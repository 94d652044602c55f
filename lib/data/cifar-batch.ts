/** What a file of CIFAR images must hold. */
export interface CifarContent {
  count: number;
  /** Numbers of one image: channels·height·width. */
  pixels: number;
  /** Whether images have a coarse label besides. */
  coarse: boolean;
}

/** One file of images, whatever its version. */
export interface CifarBatch {
  labels: ArrayLike<number>; // [N]
  coarseLabels?: ArrayLike<number>; // [N]
  /** Holds the red, green and blue planes of image i, row by row, from `start(i)` on. */
  bytes: Uint8Array;
  start(image: number): number;
}

/** Length of a file of the binary version. */
export function cifarBinaryLength({ count, pixels, coarse }: CifarContent): number {
  return count * ((coarse ? 2 : 1) + pixels);
}

/** Decodes the binary version, of the right length: records of [coarse label,] label, then the planes. */
export function decodeCifarBinary(bytes: Uint8Array, content: CifarContent): CifarBatch {
  const { count, coarse } = content;
  const record = cifarBinaryLength({ ...content, count: 1 });
  const head = coarse ? 2 : 1;
  const column = (at: number) => Uint8Array.from({ length: count }, (_, image) => bytes[image * record + at]);
  return {
    labels: column(head - 1),
    ...(coarse && { coarseLabels: column(0) }),
    bytes,
    start: (image) => image * record + head,
  };
}
