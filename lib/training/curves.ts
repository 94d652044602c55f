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

/** The method's measures that are one number an epoch, by name over all epochs; nothing where there are none. */
export function measureCurves(lines: readonly EpochLine[]): { measureCurves?: MeasureCurves } {
  const names = new Set(
    lines.flatMap(({ measures = {} }) => Object.keys(measures).filter((name) => measures[name].length === 1)),
  );
  if (names.size === 0) return {};
  const values = Object.fromEntries(
    [...names].map((name) => [name, lines.map(({ measures }) => measures?.[name]?.[0] ?? null)]),
  );
  return { measureCurves: { epochs: lines.map(({ epoch }) => epoch), values } };
}
