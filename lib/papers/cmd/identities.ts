import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MethodSpec, RunSpec, Simulated } from '../../base';
import { readSafetensors } from '../../formats';
import { RunFolder, trainRun } from '../../training';
import { learnerSeed } from '../../training/learner-batches';
import { fmnistNoiseSmoke } from '../profiles';
import { CE, cellAt, exchangeOf, mutualMethod, oneModel, PROSELFLC_LOW } from './settings';
import type { LabelLoss } from './settings';

/** One equality and how many of the compared numbers differ in a bit. */
export interface Identity {
  what: string;
  differing: number;
  compared: number;
}

/**
 * Trains the ends of the selection formula on noisy Fashion-MNIST and compares every weight and running statistic bit
 * for bit: zero knowledge with independent runs of one network each (separate mini-batches, so that the second network
 * is a plain run with a seed of its own), all knowledge with `dml`, and the rising threshold beyond its largest value
 * with both updates in turn. A minute of training.
 */
export async function checkIdentities(): Promise<Identity[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kdlab-identities-'));
  let runs = 0;
  const train = async (method: MethodSpec, seed = 1): Promise<RunFolder> => {
    const { spec } = cellAt(fmnistNoiseSmoke, { row: '', column: '', method });
    const given: RunSpec = { ...spec, epochs: 4, seed };
    const result = await trainRun(given, { folder: join(folder, `run-${++runs}`), runsFolder: folder });
    return new RunFolder(result.folder);
  };
  const identities: Identity[] = [];
  const compare = (what: string, a: string, b: string) => identities.push({ what, ...differing(a, b) });
  try {
    const separate = { batches: 'separate' };
    for (const base of [CE, PROSELFLC_LOW] as LabelLoss[]) {
      const zero = await train(mutualMethod(exchangeOf('zero knowledge'), base, separate));
      for (const learner of [0, 1]) {
        const alone = await train(oneModel(base), learnerSeed(1, learner));
        const what = `zero knowledge, ${base.name}: network ${learner + 1} against its plain run`;
        compare(what, zero.weights(learner), alone.weights());
      }
    }
    const all = exchangeOf('all knowledge');
    const beyond = {
      loss: 'cmd-p' as const,
      options: { ...exchangeOf('cmd-p rising').options, threshold: 200 },
    };
    const inTurns = { ...separate, update: 'alternating' };
    for (const [exchange, options] of [
      [all, undefined],
      [beyond, inTurns],
    ] as const) {
      const selective = await train(mutualMethod(exchange, CE, options));
      const dml = await train({ name: 'mutual', loss: 'dml', ...(options && { options }) });
      for (const learner of [0, 1]) {
        const what = `all knowledge as ${exchange.loss}: network ${learner + 1} against dml`;
        compare(what, selective.weights(learner), dml.weights(learner));
      }
    }
    return identities;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Claim M15: how many weights differ in each of the equalities. */
export async function identityEvidence(): Promise<Simulated> {
  const identities = await checkIdentities();
  return {
    values: identities.map(({ differing }) => differing),
    how: `${identities.map(({ what }) => what).join('; ')}; ${identities[0].compared} numbers each, after 4 epochs on noisy Fashion-MNIST`,
  };
}

/** Numbers of two weight files that are not the same 32 bits. */
function differing(first: string, second: string): { differing: number; compared: number } {
  const [a, b] = [first, second].map((file) => readSafetensors(file).arrays);
  const counts = { differing: 0, compared: 0 };
  for (const [name, { data }] of Object.entries(a)) {
    const bits = (values: Float32Array) => new Uint32Array(values.buffer, values.byteOffset, values.length);
    const others = bits(b[name].data);
    bits(data).forEach((value, i) => {
      counts.compared++;
      if (value !== others[i]) counts.differing++;
    });
  }
  return counts;
}
