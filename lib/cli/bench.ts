import type { Command } from 'commander';
import { Option } from 'commander';
import type { BenchmarkLine } from '../bench';
import { positiveInteger } from './arguments';
import { note, printJson, printTable } from './output';

interface BenchOptions {
  against?: 'torch';
  blocks: number;
  models?: string[];
  steps?: number;
  store?: boolean;
  json?: boolean;
}

export function registerBench(program: Command): void {
  program
    .command('bench')
    .description(
      "the project's benchmarks: start-up, views, check, explorer, step, ipwd-cost, crld-cost, memory; all of them without a name",
    )
    .argument('[name]', 'one benchmark')
    .addOption(
      new Option(
        '--against <opponent>',
        'measures PyTorch in turns with step; installs it into .venv-torch on first use',
      ).choices(['torch']),
    )
    .option('--models <name...>', 'step: these networks only')
    .option('--blocks <n>', 'blocks of repeated measurements', positiveInteger('--blocks', 1000), 7)
    .option('--steps <n>', 'memory: training steps, by default 10000', positiveInteger('--steps', 10_000_000))
    .option(
      '--store',
      'keeps the ratios as evidence of the cost claim that the benchmark decides (ipwd-cost, crld-cost)',
    )
    .option('--json', 'all lines as one object, with the machine')
    .action(async (name: string | undefined, options: BenchOptions) => {
      const { BENCHMARKS, findBenchmark, machine, storeClaim } = await import('../bench/index.js');
      const { InputError } = await import('../base/index.js');
      const chosen = name === undefined ? BENCHMARKS : [findBenchmark(name)];
      if (options.against && !chosen.some((benchmark) => benchmark.hasOpponent)) {
        throw new InputError(`--against: '${name}' has no opponent, allowed is 'step'`);
      }
      const about = machine();
      for (const [option, of] of [
        ['models', 'step'],
        ['steps', 'memory'],
      ] as const) {
        if (options[option] !== undefined && !chosen.some((benchmark) => benchmark.name === of)) {
          throw new InputError(`--${option}: benchmark '${name}' does not take it, allowed with '${of}'`);
        }
      }
      note(describe(about));
      if (options.store && !chosen.some(({ claim }) => claim)) {
        throw new InputError(`--store: '${name}' decides no claim, allowed is 'ipwd-cost'`);
      }
      const results: { benchmark: string; lines: BenchmarkLine[] }[] = [];
      for (const benchmark of chosen) {
        const start = performance.now();
        const lines = await benchmark.run({
          againstTorch: options.against === 'torch' && benchmark.hasOpponent,
          blocks: options.blocks,
          models: options.models,
          steps: options.steps ?? 10_000,
          onLine: (line) => note(`  ${sentence(line)}`),
          onProgress: (text) => note(`${benchmark.name}: ${text}`),
        });
        const file = options.store
          ? storeClaim(benchmark, lines, (performance.now() - start) / 1000)
          : undefined;
        if (file !== undefined) note(`${benchmark.name}: stored in ${file}`);
        results.push({ benchmark: benchmark.name, lines });
        if (!options.json) printLines(benchmark.name, lines);
      }
      if (options.json) {
        return printJson({
          machine: about,
          lines: results.flatMap(({ benchmark, lines }) => lines.map((line) => ({ benchmark, ...line }))),
        });
      }
    });
}

function printLines(benchmark: string, lines: readonly BenchmarkLine[]): void {
  const compared = lines.some(({ opponent }) => opponent);
  const detailed = lines.some(({ details }) => details);
  printTable(
    [
      ...[benchmark, 'median ms', 'min ms'],
      ...(compared ? ['opponent', 'median ms', 'min ms', 'ratio', 'smallest to largest'] : []),
      ...(detailed ? ['besides'] : []),
    ],
    lines.map((line) => [
      ...[line.name, line.median.toFixed(1), line.min.toFixed(1)],
      ...(compared ? comparison(line) : []),
      ...(detailed ? [describe(line.details ?? {}, '\n')] : []),
    ]),
  );
}

function comparison({ opponent, ratio, ratios }: BenchmarkLine): string[] {
  if (!opponent || !ratio || !ratios) return ['', '', '', '', ''];
  const range = `${inWords(Math.min(...ratios))} to ${inWords(Math.max(...ratios))}`;
  return [opponent.name, opponent.median.toFixed(1), opponent.min.toFixed(1), inWords(ratio), range];
}

/** Two decimals, or two digits of a small one. */
const inWords = (ratio: number): string => (ratio < 0.1 ? ratio.toPrecision(2) : ratio.toFixed(2));

function sentence({ name, median, ratio, opponent }: BenchmarkLine): string {
  const against =
    opponent && ratio ? `, ${opponent.name} ${opponent.median.toFixed(1)} ms, ratio ${inWords(ratio)}` : '';
  return `${name}: ${median.toFixed(1)} ms${against}`;
}

function describe(values: Record<string, number | string>, separator = ', '): string {
  return Object.entries(values)
    .map(
      ([name, value]) =>
        `${name} ${typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(1) : value}`,
    )
    .join(separator);
}
