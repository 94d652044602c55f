/** Numbers of 16 bits, little endian, as float32: exact, since every one of them is a float32. */

/** IEEE 754 binary16: 1 sign bit, 5 of exponent, 10 of fraction. */
export function fromFloat16(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength / 2 }, (_, i) => float16(view.getUint16(2 * i, true)));
}

/** bfloat16: the upper half of a float32. */
export function fromBfloat16(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bits = Uint32Array.from(
    { length: bytes.byteLength / 2 },
    (_, i) => view.getUint16(2 * i, true) * 65536,
  );
  return new Float32Array(bits.buffer);
}

function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
