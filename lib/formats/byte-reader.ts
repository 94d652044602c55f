import { InputError } from '../base';

/** A cursor over a file's bytes that never leaves them. */
export class ByteReader {
  at = 0;
  private readonly view: DataView;

  constructor(
    readonly bytes: Uint8Array,
    readonly source: string,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  fail(why: string): InputError {
    return new InputError(`${this.source}: ${why}`);
  }

  /** `length` bytes, not copied. */
  take(length: number): Uint8Array {
    const start = this.advance(length);
    return this.bytes.subarray(start, start + length);
  }

  uint8(): number {
    return this.bytes[this.advance(1)];
  }

  uint16(): number {
    return this.view.getUint16(this.advance(2), true);
  }

  int32(): number {
    return this.view.getInt32(this.advance(4), true);
  }

  uint32(): number {
    return this.view.getUint32(this.advance(4), true);
  }

  /** An unsigned 64-bit count; beyond 2⁵³ it only has to stay larger than any file. */
  uint64(): number {
    return Number(this.view.getBigUint64(this.advance(8), true));
  }

  /** Big endian, as pickle has it. */
  float64(): number {
    return this.view.getFloat64(this.advance(8), false);
  }

  /** Latin-1 text up to the next line feed, which is skipped. */
  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) throw this.fail(`cut off: a line that begins at byte ${this.at} has no end`);
    const text = latin1(this.bytes.subarray(this.at, end));
    this.at = end + 1;
    return text;
  }

  private advance(length: number): number {
    if (length > this.left || length < 0) {
      throw this.fail(
        `cut off or damaged: ${length} bytes are claimed at byte ${this.at}, ${this.left} are there`,
      );
    }
    const start = this.at;
    this.at += length;
    return start;
  }
}

/** One character a byte. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
