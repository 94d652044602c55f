import type { CheckReport } from './check';
import { number, percent } from './number-text';
import { judgeSoftLabels } from './verdict';
import type { CheckVerdict } from './verdict';

/** Below this a part of the margin is not worth a sentence. */
const WORTH = 0.02;

/** What would make the soft labels of a report better, or the report surer: plain sentences, most useful first. */
export function adviseSoftLabels(report: CheckReport, verdict = judgeSoftLabels(report)): string[] {
  // Where ties decide, advice on single classes and on k would be about the rule for ties.
  if (verdict.manyTies) return [...ties(report, verdict), ...moreSamples(report, verdict)];
  return [
    ...otherK(verdict, report),
    ...misledAdvice(verdict),
    ...largestCost(verdict),
    ...moreSamples(report, verdict),
    ...lean(verdict),
    ...ties(report, verdict),
  ];
}

function otherK({ headline, widest, theorem2Ks }: CheckVerdict, { byK, classes }: CheckReport): string[] {
  const gain = widest.theorem2.margin - headline.theorem2.margin;
  if (widest.k === undefined) return [];
  const margin = number(widest.theorem2.margin);
  // Beyond the report's last k the margin may go on rising.
  const last = byK[byK.length - 1].k!;
  const beyond = widest.k === last && last < classes - 1 && byK.length > 1;
  const further = beyond ? ' It still rises there, so look at larger k as well (--k).' : '';
  if (theorem2Ks.length === 0) {
    return [`No k of this report is enough: the margin is widest at k = ${widest.k}, ${margin}.${further}`];
  }
  if (widest.k === headline.k || gain < WORTH) return [];
  return headline.theorem2.holds
    ? [
        `Take the top ${widest.k} as the label set where you can choose: the margin is widest there, ${margin}.${further}`,
      ]
    : [
        `Take the top ${widest.k} as the label set: there the condition of Theorem 2 holds, margin ${margin}.${further}`,
      ];
}

function misledAdvice({ misled }: CheckVerdict): string[] {
  if (misled.length === 0) return [];
  const shown = misled.slice(0, 3).map(({ label, intruder }) => `${label} (class ${intruder})`);
  const more = misled.length > 3 ? ` and ${misled.length - 3} more` : '';
  return [
    `Mend the teacher on class ${shown.join(', ')}${more}: the class in brackets is in these samples' sets more often than the truth, so a student may learn it instead.`,
  ];
}

/** Names the part that costs most of the margin and can be changed. */
function largestCost({ parts, headline, leading }: CheckVerdict): string[] {
  const { unreliability, excess } = parts;
  const { k } = headline;
  if (excess !== null && excess >= WORTH && excess >= unreliability) {
    return [
      `Spread the wrong labels more evenly: class ${leading[0].class} comes along in ${percent(leading[0].rate)} of the other samples, which costs ${number(excess)} of the margin; with even errors γ would be ${number(parts.floor!)}.`,
    ];
  }
  if (unreliability >= WORTH) {
    const larger = k === undefined ? 'larger candidate sets' : 'a larger k (which raises γ)';
    return [
      `Keep the truth in the sets more often, by a better teacher or ${larger}: η costs ${number(unreliability)} of the margin.`,
    ];
  }
  return [];
}

function moreSamples({ n }: CheckReport, { headline, certainty }: CheckVerdict): string[] {
  if (certainty !== 'unsure') return [];
  const [low, high] = headline.interval!.margin;
  const half = (high - low) / 2;
  const factor = (half / Math.abs(headline.theorem2.margin)) ** 2;
  const about = factor < 100 ? `, about ${Number((factor * n).toPrecision(2))} would settle it` : '';
  return [`Take more than ${n} samples${about}: the sign of the margin is not sure.`];
}

function lean({ headline }: CheckVerdict): string[] {
  const { finiteSample, interval } = headline;
  if (!finiteSample || !interval) return [];
  const [low, high] = interval.ambiguity;
  if (finiteSample.ambiguityBias < Math.min(WORTH / 2, (high - low) / 4)) return [];
  return [
    `Read γ with care: as the largest of many frequencies it leans upwards, here by about ${number(finiteSample.ambiguityBias)}; less that it is ${number(finiteSample.ambiguityCorrected)}. More samples lessen the lean.`,
  ];
}

function ties({ n }: CheckReport, { headline }: CheckVerdict): string[] {
  if (headline.ties < WORTH * n) return [];
  return [
    `Store the soft labels with more digits or break ties at random: ${percent(headline.ties / n)} of the samples have a tie at place ${headline.k}, where the lower class index won.`,
  ];
}
