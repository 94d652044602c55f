import { ambiguityFloor } from './conditions';
import type { CheckEntry, CheckReport } from './check';

/** The report in plain language for a terminal: a few sentences, then one line for each k. */
export function describeCheck(report: CheckReport): string {
  const { n, classes, distances } = report;
  const headline = report.byK.find((entry) => entry.k === report.k) ?? report.byK[0];
  const kl =
    distances.kl === null
      ? `infinite (${distances.klInfinite} samples give the truth 0)`
      : number(distances.kl);
  return [
    `${n} soft labels over ${classes} classes.`,
    ...meaning(headline, classes),
    '',
    report.k === undefined ? 'candidate sets' : 'top-k sets',
    ...report.byK.map(line),
    '',
    `Mean distance to the truth: max-norm ${number(distances.chebyshev)}, KL ${kl}, L1 ${number(distances.manhattan)}, L2 ${number(distances.euclidean)}.`,
  ].join('\n');
}

function meaning(entry: CheckEntry, classes: number): string[] {
  const set =
    entry.k === undefined
      ? 'the candidate set'
      : entry.k === 1
        ? 'the top class'
        : `the top ${entry.k} classes`;
  const misses = entry.k === 1 ? `is not ${set}` : `is missing from ${set}`;
  const worst = entry.perClassAmbiguity.indexOf(entry.ambiguity);
  const floor =
    entry.k === undefined
      ? ''
      : ` With balanced classes it cannot be below ${number(ambiguityFloor(entry.k, entry.unreliability, classes))}.`;
  const ties =
    entry.ties > 0
      ? [`${entry.ties} samples have a tie at place ${entry.k}; the lower class index won.`]
      : [];
  return [
    `The truth ${misses} in ${percent(entry.unreliability)} of the samples (unreliability η = ${number(entry.unreliability)}).`,
    `The wrong class that comes along most often is ${worst}: in ${percent(entry.ambiguity)} of the samples of other classes (ambiguity γ = ${number(entry.ambiguity)}).${floor}`,
    ...ties,
    entry.theorem1.holds
      ? `The condition of Theorem 1 holds: γ is below its bound ${number(entry.theorem1.bound!)}, so the best student for these labels is the best for the truth.`
      : `The condition of Theorem 1 does not hold: γ is not below its bound ${entry.theorem1.bound === null ? '−∞' : number(entry.theorem1.bound)}.`,
    entry.theorem2.holds
      ? `The condition of Theorem 2 holds with margin ${number(entry.theorem2.margin)}: η + γ is below 1, so enough such labels teach the task.`
      : `The condition of Theorem 2 does not hold: η + γ exceeds 1 or equals it (margin ${number(entry.theorem2.margin)}).`,
  ];
}

function line(entry: CheckEntry): string {
  const { interval } = entry;
  const range = (bounds?: [number, number]): string =>
    bounds ? ` [${number(bounds[0])}, ${number(bounds[1])}]` : '';
  return [
    entry.k === undefined ? '  sets ' : `  k = ${entry.k}`,
    `η ${number(entry.unreliability)}${range(interval?.unreliability)}`,
    `γ ${number(entry.ambiguity)}${range(interval?.ambiguity)}`,
    `Theorem 1 ${entry.theorem1.holds ? 'holds' : 'fails'}`,
    `Theorem 2 ${entry.theorem2.holds ? 'holds' : 'fails'}, margin ${number(entry.theorem2.margin)}`,
  ].join('   ');
}

function number(value: number): string {
  return value.toFixed(4);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
