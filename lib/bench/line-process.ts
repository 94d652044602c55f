import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A child process that answers each JSON line on its standard input by one on its standard output. */
export class LineProcess {
  private readonly child;
  private readonly answers: AsyncIterator<string>;
  private stderr = '';

  constructor(
    private readonly title: string,
    command: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
  ) {
    this.child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stderr.on(
      'data',
      (chunk: Buffer) => (this.stderr = (this.stderr + chunk.toString()).slice(-4000)),
    );
    this.child.on('error', (error) => (this.stderr += error.message));
    // Writing to a child that has died is reported by the missing answer.
    this.child.stdin.on('error', () => undefined);
    this.answers = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async ask<T>(question: unknown): Promise<T> {
    this.child.stdin.write(`${JSON.stringify(question)}\n`);
    return this.next<T>();
  }

  /** The next answer, also one that the child gives unasked when it is ready. */
  async next<T>(): Promise<T> {
    const answer = await this.answers.next();
    if (!answer.done) return JSON.parse(answer.value) as T;
    const last = this.stderr.trim().split('\n').slice(-3).join(' | ');
    throw new Error(`${this.title} ended without an answer: ${last || 'no message'}`);
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }
}
