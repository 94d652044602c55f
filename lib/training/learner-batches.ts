import { BatchLoader } from '../data';
import type { Batch, PreparedData } from '../data/definition';
import type { RunSpec } from '../base';

/**
 * Seed of a learner's initial weights, and of its mini-batches where it draws its own. The first has those of a plain
 * run with this seed; a further one those of a plain run with its own.
 */
export function learnerSeed(seed: number, learner: number): number {
  return seed + 1_000_003 * learner;
}

/** One loader that all learners share, or one each. */
export function batchLoaders(spec: RunSpec, data: PreparedData, separate: boolean): BatchLoader[] {
  const learners = separate ? [spec.model].flat().length : 1;
  const { views } = spec.data;
  return Array.from(
    { length: learners },
    (_, learner) =>
      new BatchLoader(data, { views, seed: learnerSeed(spec.seed, learner), batchSize: spec.batchSize }),
  );
}

/** The mini-batches of each step of an epoch, one a loader, from step `start` on. */
export function* epochBatches(
  loaders: readonly BatchLoader[],
  epoch: number,
  start: number,
): Generator<Batch[], void, undefined> {
  const streams = loaders.map((loader) => loader.epoch(epoch, start));
  for (;;) {
    const next = streams.map((stream) => stream.next());
    const batches = next.flatMap(({ value }) => value ?? []);
    if (batches.length < loaders.length) return;
    yield batches;
  }
}
