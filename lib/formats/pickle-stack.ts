import type { ByteReader } from './byte-reader';

/** Marks that may be open at once: how deep honest files nest, several times over. */
const MOST_MARKS = 1000;

/** The stack of the pickle machine; a mark opens a stack of its own, which is then taken as a whole. */
export class PickleStack {
  private values: unknown[] = [];
  private readonly below: unknown[][] = [];

  constructor(private readonly reader: ByteReader) {}

  push(value: unknown): void {
    this.values.push(value);
  }

  pop(): unknown {
    const value = this.top();
    this.values.pop();
    return value;
  }

  /** The last value, or one of those below it. */
  top(below = 0): unknown {
    const at = this.values.length - 1 - below;
    if (at >= 0) return this.values[at];
    throw this.reader.fail(`damaged: the pickle takes more values than it has at byte ${this.reader.at}`);
  }

  mark(): void {
    if (this.below.length >= MOST_MARKS) {
      throw this.reader.fail(`found containers nested deeper than ${MOST_MARKS}`);
    }
    this.below.push(this.values);
    this.values = [];
  }

  /** What was pushed since the last mark, which is closed. */
  popMark(): unknown[] {
    const before = this.below.pop();
    if (!before) {
      throw this.reader.fail(`damaged: the pickle closes what it did not open at byte ${this.reader.at}`);
    }
    const items = this.values;
    this.values = before;
    return items;
  }

  popOrUnmark(): void {
    if (this.values.length > 0) this.values.pop();
    else this.popMark();
  }

  /** The last `count` values, in order. */
  popLast(count: number): unknown[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }
}
