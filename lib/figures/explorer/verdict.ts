import { VACUOUS_BELOW, smallestPrintedError } from '../../theory/sample-complexity';
import { number } from '../theme';
import type { ExplorerModel, JudgedPair } from './model';
import type { TrainingForm } from './self-training';

/** The explorer's pictures in sentences, one list for each of them. */
export interface ExplorerVerdict {
  conditions: string[];
  samples: string[];
  noise: string[];
  candidates: string[];
  training: string[];
}

export function describeModel(model: ExplorerModel): ExplorerVerdict {
  return {
    conditions: conditions(model),
    samples: samples(model),
    noise: noise(model),
    candidates: candidates(model),
    training: training(model),
  };
}

const n3 = (value: number): string => number(value, 3);
const whole = (value: number): string =>
  value < 1e6
    ? Math.ceil(value).toLocaleString('en')
    : value.toExponential(2).replace(/e\+(\d+)/, ' · 10^$1');

function conditions({ settings, labels, floor }: ExplorerModel): string[] {
  const { k, classes } = settings;
  const impossible = labels.ambiguity < floor - 1e-12;
  const { theorem1, theorem2 } = labels;
  return [
    theorem1.holds
      ? `Theorem 1 holds: γ ${n3(labels.ambiguity)} is below ${n3(theorem1.bound!)}.`
      : `Theorem 1 does not hold: γ ${n3(labels.ambiguity)} is not below ${theorem1.bound === null ? '−∞' : n3(theorem1.bound)}.`,
    theorem2.holds
      ? `Theorem 2 holds with margin 1 − η − γ = ${n3(theorem2.margin)}.`
      : `Theorem 2 does not hold: η + γ is ${n3(labels.unreliability + labels.ambiguity)}, not below 1.`,
    ...(impossible
      ? [
          `Top-${k} sets of ${classes} classes cannot have this pair: at this η their γ is at least ${n3(floor)}. Candidate sets can.`,
        ]
      : []),
  ];
}

function samples({ settings, labels, samples: { rate, printed, repaired } }: ExplorerModel): string[] {
  const { unreliability, ambiguity } = labels;
  if (repaired.samples === null) return ['No sample size is promised: η + γ is not below 1.'];
  const task = `ε ${n3(settings.error)}, δ ${number(settings.failure, 5)}, d_H ${settings.dimension.toLocaleString('en')}`;
  const least = smallestPrintedError(unreliability, ambiguity);
  const reach =
    least >= 1
      ? ambiguity > 0 && unreliability < VACUOUS_BELOW
        ? 'no error ε below 1 would do, as for every η below 0.293'
        : 'no error ε below 1 would do here'
      : `it speaks only for ε above ${n3(least)}`;
  return [
    printed.samples === null
      ? `The printed n₀ is void: its rate A is ${n3(rate)}, not above 0; ${reach}.`
      : `The printed n₀ is ${whole(printed.samples)} samples; it falls as labels get worse, which shows the lost factor 2⁻ⁿ.`,
    `The repaired n₀′ is ${whole(repaired.samples)} samples (${task}).`,
    ...(unreliability > 0
      ? [
          'With η above 0 it bounds less than the theorem says: the learner almost never has zero set error (realisability gap).',
        ]
      : []),
  ];
}

function noise({ settings, noise: pair }: ExplorerModel): string[] {
  const family = settings.noise === 'gaussian' ? 'Gaussian' : 'Laplace';
  return [
    `${family} noise of scale ${n3(settings.scale)} on one-hot labels gives η ${n3(pair.unreliability)} and γ ${n3(pair.ambiguity)} at k = ${settings.k}: ${held(pair)}.`,
    'η + γ stays below 1 at every scale; noise only narrows the margin.',
  ];
}

function candidates({ settings, candidates: pair }: ExplorerModel): string[] {
  const { unreliableRate: mu, partialRate: nu, sampler } = settings;
  const exactly = Math.abs(pair.unreliability - mu) + Math.abs(pair.ambiguity - nu) < 5e-4;
  return [
    `Candidate sets with μ ${n3(mu)} and ν ${n3(nu)} have η ${n3(pair.unreliability)} and γ ${n3(pair.ambiguity)}${exactly ? ', as Corollary 1 says' : ', not μ and ν as Corollary 1 says'}: ${held(pair)}.`,
    ...(sampler === 'independent' && pair.empty > 5e-4
      ? [`${(100 * pair.empty).toFixed(1)} % of the sets come out empty and get one random label.`]
      : []),
  ];
}

function training({ training: { start, consistent, printed } }: ExplorerModel): string[] {
  const apart = Math.abs(consistent.final - printed.final);
  return [
    `From labels that are right in ${percent(start)} of the cases, 30 rounds end at accuracy ${n3(consistent.final)}; with the printed constant they would end at ${n3(printed.final)}${apart < 5e-4 ? ', the same' : ''}.`,
    `${several('Consistent', consistent)} ${several('Printed', printed)}`,
  ];
}

function several(name: string, { fixedPoints, steepest }: TrainingForm): string {
  const places = fixedPoints.map(({ accuracy, stable }) => `${n3(accuracy)}${stable ? '' : ' (unstable)'}`);
  const slope = steepest < 1 ? ', unique, the map is nowhere steeper than 1' : '';
  return `${name} constant: fixed point${places.length === 1 ? '' : 's'} ${places.join(', ')}${slope}.`;
}

function held({ theorem1, theorem2 }: JudgedPair): string {
  if (!theorem2.holds) return 'neither condition holds';
  return `${theorem1.holds ? 'both conditions hold' : 'only the condition of Theorem 2 holds'}, margin ${n3(theorem2.margin)}`;
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
