import { adviseSoftLabels } from './advice';
import type { CheckEntry, CheckReport } from './check';
import type { ConfusablePair } from './confusion';
import { listed, number, percent } from './number-text';
import { judgeSoftLabels } from './verdict';
import type { CheckVerdict } from './verdict';

/** The report in plain language for a terminal: the verdict, one line for each k, what is confused, what would help. */
export function describeCheck(report: CheckReport): string {
  const { n, classes, distances } = report;
  const verdict = judgeSoftLabels(report);
  const kl =
    distances.kl === null
      ? `infinite (${distances.klInfinite} samples give the truth 0)`
      : number(distances.kl);
  const pairs = report.confusablePairs.slice(0, 3).map(pairText);
  const even = verdict.parts.floor === null ? '' : `; with even errors ${percent(verdict.parts.floor)}`;
  const advice = adviseSoftLabels(report, verdict).map((sentence) => `  - ${sentence}`);
  return [
    `${n} ${report.k === undefined ? 'candidate sets' : 'soft labels'} over ${classes} classes.`,
    ...meaning(verdict),
    ...tied(report, verdict),
    ...conditions(verdict),
    ...caveats(verdict),
    '',
    report.k === undefined ? 'candidate sets' : 'top-k sets',
    ...report.byK.map(line),
    ...overview(verdict),
    '',
    ...(pairs.length > 0
      ? [`Confused most (true class: wrong class in its sets${even}):`, ...pairs, '']
      : []),
    ...(advice.length > 0 ? ['What would help:', ...advice, ''] : []),
    `Mean distance to the truth: max-norm ${number(distances.chebyshev)}, KL ${kl}, L1 ${number(distances.manhattan)}, L2 ${number(distances.euclidean)}.`,
  ].join('\n');
}

function meaning({ headline, parts, leading }: CheckVerdict): string[] {
  const { k } = headline;
  const set = k === undefined ? 'the candidate set' : k === 1 ? 'the top class' : `the top ${k} classes`;
  const misses = k === 1 ? `is not ${set}` : `is missing from ${set}`;
  const floor = parts.floor === null ? '' : ` At this η it cannot be below ${number(parts.floor)}.`;
  const others = leading.slice(1).map((entry) => `${entry.class} (${percent(entry.rate)})`);
  const next = others.length > 0 ? `, then ${listed(others)}` : '';
  return [
    `The truth ${misses} in ${percent(headline.unreliability)} of the samples (unreliability η = ${number(headline.unreliability)}).`,
    leading.length > 0
      ? `The wrong class that comes along most often is ${leading[0].class}: in ${percent(headline.ambiguity)} of the samples of other classes (ambiguity γ = ${number(headline.ambiguity)})${next}.${floor}`
      : 'No wrong class is ever in the sets (ambiguity γ = 0.0000).',
  ];
}

/** Where the sets are made by the rule for ties, η and γ say more about the rule than about the labels. */
function tied({ n, byK }: CheckReport, { headline, manyTies }: CheckVerdict): string[] {
  if (!manyTies) return [];
  const free = byK.filter(({ ties }) => ties === 0).map(({ k }) => k);
  const other = free.length > 0 ? ` At k = ${listed(free as number[])} there are none.` : '';
  return [
    `${percent(headline.ties / n)} of the samples have a tie at place ${headline.k}, which the lower class index won: what follows describes that rule as much as the labels.${other}`,
  ];
}

function conditions({ headline, certainty }: CheckVerdict): string[] {
  const { theorem1, theorem2, interval } = headline;
  const at = headline.k === undefined ? '' : `At k = ${headline.k}: `;
  const range = interval
    ? ` (${Number((100 * interval.level).toFixed(1))} % interval ${number(interval.margin[0])} to ${number(interval.margin[1])})`
    : '';
  const sure = certainty === 'unsure' ? ' The interval holds 0, so this is not sure.' : '';
  return [
    theorem1.holds
      ? `${at}The condition of Theorem 1 holds: γ is below its bound ${number(theorem1.bound!)}.`
      : `${at}The condition of Theorem 1 does not hold: γ is not below its bound ${theorem1.bound === null ? '−∞' : number(theorem1.bound)}.`,
    theorem2.holds
      ? `${at}The condition of Theorem 2 holds with margin ${number(theorem2.margin)}${range}: η + γ is below 1.${sure}`
      : `${at}The condition of Theorem 2 does not hold: η + γ exceeds 1 or equals it, margin ${number(theorem2.margin)}${range}.${sure}`,
  ];
}

/** What the conditions promise, and what they do not: η and γ are averages, the theorems need them for every sample. */
function caveats({ headline, misled }: CheckVerdict): string[] {
  if (misled.length > 0) {
    const shown = misled
      .slice(0, 3)
      .map(
        ({ label, intruder, rate, truthRate }) =>
          `class ${label} as class ${intruder} (in its samples' sets in ${percent(rate)}, the truth in ${percent(truthRate)})`,
      );
    const more = misled.length > 3 ? ` and ${misled.length - 3} classes more` : '';
    const but = headline.theorem2.holds ? 'But η and γ are averages: these labels teach' : 'They teach';
    return [`${but} ${shown.join(', ')}${more}; students will err there.`];
  }
  if (!headline.theorem2.holds) {
    return [
      'The conditions are sufficient, not necessary: students may still learn, but nothing promises it.',
    ];
  }
  const promise = headline.theorem1.holds
    ? 'the best student for these labels is the best for the truth, and enough of them teach the task'
    : 'enough of these labels teach the task';
  return [
    `If they err at random, ${promise}. A network errs systematically, so take the conditions as a guide there.`,
  ];
}

/** Over all k: where the conditions hold and where the margin is widest. */
function overview({ widest, theorem1Ks, theorem2Ks }: CheckVerdict): string[] {
  if (widest.k === undefined) return [];
  const at = (ks: number[]): string => (ks.length === 0 ? 'at none of these k' : `at k = ${listed(ks)}`);
  return [
    `Theorem 1 holds ${at(theorem1Ks)}, Theorem 2 ${at(theorem2Ks)}; the margin is widest at k = ${widest.k}: ${number(widest.theorem2.margin)}.`,
  ];
}

function pairText({ label, intruder, rate, truthRate, samples }: ConfusablePair): string {
  return `  ${label}: ${intruder} in ${percent(rate)} of its ${samples} samples (the truth in ${percent(truthRate)})`;
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
    `Theorem 2 ${entry.theorem2.holds ? 'holds' : 'fails'}, margin ${number(entry.theorem2.margin)}${range(interval?.margin)}`,
  ].join('   ');
}
