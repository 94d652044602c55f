/**
 * Tells on stderr how far a long piece of synchronous work is: nothing in the first two seconds, then a line that
 * rewrites itself on a terminal, or one line every ten seconds elsewhere.
 */
export class Progress {
  private last = Date.now();
  private shown = false;
  private readonly terminal = process.stderr.isTTY === true;

  /** @param what such as `tiny-imagenet: training images decoded` */
  constructor(
    private readonly what: string,
    private readonly total: number,
  ) {}

  update(done: number): void {
    const now = Date.now();
    const wait = !this.shown ? 2000 : this.terminal ? 500 : 10_000;
    if (now - this.last < wait) return;
    this.last = now;
    this.shown = true;
    const text = `${this.what}: ${done} of ${this.total}`;
    process.stderr.write(this.terminal ? `\r${text}` : `${text}\n`);
  }

  /** Ends the line on a terminal; says nothing where nothing was shown. */
  end(): void {
    if (this.shown && this.terminal) process.stderr.write(`\r${this.what}: ${this.total} of ${this.total}\n`);
  }
}
