import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Benchmark } from './definition';
import { sample } from './definition';

const REPEATS = 7;

/** How long a user waits before anything happens. */
export const startUpBenchmark: Benchmark = {
  name: 'start-up',
  what: "first import of the library with the engine, and 'kdlab --help', each in a new process",
  hasOpponent: false,

  run({ onLine, onProgress }) {
    const library = join(__dirname, '..', 'index.js');
    const program = join(__dirname, '..', '..', 'bin', 'kdlab.cjs');
    const importing = `const t = performance.now(); require(${JSON.stringify(library)}).tf.scalar(1).dataSync();
      console.log(performance.now() - t);`;
    const cases: [string, () => number][] = [
      ['import of the library', () => Number(output(['-e', importing]))],
      [
        'kdlab --help',
        () => {
          const start = performance.now();
          output([program, '--help']);
          return performance.now() - start;
        },
      ],
    ];
    const lines = cases.map(([name, measure]) => {
      onProgress(name);
      const line = { name, ...sample(Array.from({ length: REPEATS }, measure)) };
      onLine(line);
      return line;
    });
    return Promise.resolve(lines);
  },
};

function output(args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.at(-1)}: ${stderr.trim().split('\n').at(-1)}`);
  return stdout.trim();
}
