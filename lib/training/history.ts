import type { MeasureHistory } from '../base';
import type { EpochLine } from './observer';

/**
 * Single numbers among the measures over all epochs, and the test accuracy of each of several learners
 * (`top1@1`, `top1@2`, …); undefined where there are none.
 */
export function historyOf(lines: readonly EpochLine[]): MeasureHistory | undefined {
  const rows = lines.map(singleNumbers);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (names.length === 0) return undefined;
  return {
    epoch: lines.map(({ epoch }) => epoch),
    measures: Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name] ?? null)])),
  };
}

function singleNumbers({ measures = {}, learnerTop1 = [] }: EpochLine): Record<string, number> {
  const single = Object.entries(measures).flatMap(([name, values]) =>
    values.length === 1 ? [[name, values[0]] as const] : [],
  );
  return Object.fromEntries([...single, ...learnerTop1.map((top1, k) => [`top1@${k + 1}`, top1] as const)]);
}
