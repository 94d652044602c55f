import { folders } from '../base';
import { writeClaimResult } from '../results';
import { describeEnvironment } from '../training';
import type { Benchmark, BenchmarkLine } from './definition';

/** Keeps a benchmark's ratios as the evidence of its cost claim; returns the file, or undefined where it has none. */
export function storeClaim(
  { name, what, claim }: Benchmark,
  [{ ratios = [] }]: readonly BenchmarkLine[],
  seconds: number,
): string | undefined {
  if (!claim) return undefined;
  const { node, cpu, commit, date } = describeEnvironment([]);
  return writeClaimResult(
    {
      resultVersion: 1,
      paper: claim.paper,
      id: claim.id,
      kind: 'cost',
      values: ratios.map((ratio) => Number((100 * (ratio - 1)).toPrecision(5))),
      unit: claim.unit,
      how: `kdlab bench ${name} --blocks ${ratios.length}: ${what}, interleaved blocks in processes of their own`,
      seconds: Math.round(seconds),
      environment: { node, cpu, commit, date },
    },
    folders().records,
  );
}
