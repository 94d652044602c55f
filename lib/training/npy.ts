/** NumPy format 1.0 of a C-ordered array, as `numpy.load` reads it. */
export function encodeNpy(data: Float32Array | Int32Array, shape: readonly number[]): Buffer {
  const descr = data instanceof Float32Array ? '<f4' : '<i4';
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sides}), }`;
  const padding = 64 - ((10 + header.length + 1) % 64); // numbers start at a multiple of 64
  const text = `${header}${' '.repeat(padding)}\n`;
  const lead = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8]);
  return Buffer.concat([
    lead,
    Buffer.from(text, 'latin1'),
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  ]);
}
