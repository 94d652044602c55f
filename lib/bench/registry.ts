import { InputError, oneOf, shown } from '../base';
import { checkBenchmark } from './check';
import { crldCostBenchmark } from './crld-cost';
import type { Benchmark } from './definition';
import { explorerBenchmark } from './explorer';
import { ipwdCostBenchmark } from './ipwd-cost';
import { memoryBenchmark } from './memory';
import { startUpBenchmark } from './start-up';
import { stepBenchmark } from './step';
import { viewsBenchmark } from './views';

/** Every benchmark: one file, one line. */
export const BENCHMARKS: readonly Benchmark[] = [
  startUpBenchmark,
  viewsBenchmark,
  checkBenchmark,
  explorerBenchmark,
  stepBenchmark,
  ipwdCostBenchmark,
  crldCostBenchmark,
  memoryBenchmark,
];

/** @throws InputError with the known names */
export function findBenchmark(name: string): Benchmark {
  const found = BENCHMARKS.find((benchmark) => benchmark.name === name);
  if (found) return found;
  throw new InputError(
    `benchmark: found ${shown(name)}, allowed are ${oneOf(BENCHMARKS.map((benchmark) => benchmark.name))}`,
  );
}
