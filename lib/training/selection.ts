import type { EpochMetrics, RunRecord, RunSpec } from '../base';
import type { EpochLine } from './observer';

/** Last, best-test and best-validation evaluation. Ties keep the earlier epoch. All entries are *test* metrics. */
export function selectEpochs(lines: readonly EpochLine[]): RunRecord['metrics'] {
  const evaluated = lines.filter((line) => line.test);
  const last = evaluated[evaluated.length - 1];
  const best = (metric: (line: EpochLine) => EpochMetrics | undefined) =>
    evaluated.reduce((a, b) => ((metric(b)?.top1 ?? 0) > (metric(a)?.top1 ?? 0) ? b : a));
  return {
    last: last.test!,
    bestTest: best((line) => line.test).test!,
    ...(last.validation && { bestValidation: best((line) => line.validation).test! }),
    ...(last.learners && { learners: last.learners.map((_, learner) => selectLearner(evaluated, learner)) }),
  };
}

/** Of one learner of several: its last and its own best epoch. */
function selectLearner(evaluated: readonly EpochLine[], learner: number) {
  const own = evaluated.flatMap(({ learners }) => learners?.[learner] ?? []);
  return { last: own[own.length - 1], bestTest: own.reduce((a, b) => (b.top1 > a.top1 ? b : a)) };
}

/** Whether the last `patience` evaluations brought no accuracy above the best before them. */
export function hasStalled(lines: readonly EpochLine[], rule: RunSpec['earlyStopping']): boolean {
  if (!rule) return false;
  const scores = lines.flatMap((line) => line[rule.on]?.top1 ?? []);
  if (scores.length <= rule.patience) return false;
  const earlier = Math.max(...scores.slice(0, -rule.patience));
  return scores.slice(-rule.patience).every((score) => score <= earlier);
}

/** Every n-th epoch and always the last is evaluated; `epoch` counts from 1. */
export function isEvaluated(epoch: number, spec: RunSpec): boolean {
  return epoch % (spec.evaluateEvery ?? 1) === 0 || epoch === spec.epochs;
}
