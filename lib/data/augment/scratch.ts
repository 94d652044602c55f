let memory = new Uint8Array(0);

/** A copy of an image, for operations that read neighbours while they write. It holds until the next call. */
export function scratchCopy(pixels: Uint8Array): Uint8Array {
  if (memory.length < pixels.length) memory = new Uint8Array(pixels.length);
  memory.set(pixels);
  return memory;
}
