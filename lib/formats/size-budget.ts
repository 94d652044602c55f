import { InputError } from '../base';

/**
 * Bounds what a file may unfold to. A value can be named many times in a few bytes (views of one storage, arrays over
 * one string, stride 0), so that a small file could ask for any amount of memory; honest ones share little.
 */
export class SizeBudget {
  private left: number;

  constructor(
    private readonly fileBytes: number,
    private readonly source: string,
  ) {
    this.left = 8 * fileBytes + 65_536;
  }

  /** @throws InputError where all arrays together become larger than a file of this size can account for */
  take(bytes: number): void {
    this.left -= bytes;
    if (this.left >= 0) return;
    throw new InputError(
      `${this.source}: its arrays would take more than 8 times the file's ${this.fileBytes} bytes, which no honest file does`,
    );
  }
}
