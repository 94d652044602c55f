import type { MeasureCurves, RunRecord } from '../base';
import type { EpochLine } from './observer';

/** The learning curve: one point for each evaluated epoch. */
export function curveOf(lines: readonly EpochLine[]): RunRecord['curve'] {
  return lines.flatMap(({ epoch, loss, trainTop1, test }) => {
    if (!test) return [];
    const { top1, teacherAgreement, copiedErrors } = test;
    return [
      {
        ...{ epoch, loss, trainTop1, top1 },
        ...(teacherAgreement !== undefined && { teacherAgreement }),
        ...(copiedErrors !== undefined && { copiedErrors }),
      },
    ];
  });
}

/**
 * Measures that are one number an epoch, by name over all epochs, and the test accuracy of each of several learners
 * (`top1@1`, `top1@2`, …); null where an epoch has none, nothing where there are none at all.
 */
export function measureCurves(lines: readonly EpochLine[]): { measureCurves?: MeasureCurves } {
  const rows = lines.map(singleNumbers);
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  if (names.size === 0) return {};
  const values = Object.fromEntries([...names].map((name) => [name, rows.map((row) => row[name] ?? null)]));
  return { measureCurves: { epochs: lines.map(({ epoch }) => epoch), values } };
}

function singleNumbers({ measures = {}, learnerTop1 = [] }: EpochLine): Record<string, number> {
  const single = Object.entries(measures).flatMap(([name, values]) =>
    values.length === 1 ? [[name, values[0]] as const] : [],
  );
  return Object.fromEntries([...single, ...learnerTop1.map((top1, k) => [`top1@${k + 1}`, top1] as const)]);
}
