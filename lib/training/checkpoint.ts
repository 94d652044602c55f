import { existsSync } from 'node:fs';
import { InputError } from '../base';
import type { NamedArrays, Network, Optimiser } from '../engine/definition';
import { encodeSafetensors, readSafetensors } from '../formats';
import type { Method } from '../methods/definition';
import { TrainingFailure } from './failures';
import { writeAtomic } from './storage';
import type { Tally } from './tally';
import { emptyTally } from './tally';

/** Where a run stands: whole epochs finished, and what the current epoch has summed up so far. */
export interface Position {
  epoch: number;
  tally: Tally;
}

/** Everything of a run that evolves. Random streams are labelled by seed, epoch and step: they hold no state. */
export interface Evolving {
  networks: readonly Network[];
  auxiliaries: readonly Network[];
  optimisers: readonly Optimiser[];
  method: Method;
}

const FORMAT = 'kdlab-checkpoint-1';

/** Writes the whole state as one file, so that no kill can part weights from their epoch. */
export function saveCheckpoint(path: string, runId: string, position: Position, evolving: Evolving): void {
  const arrays = collect(evolving);
  for (const [name, { data }] of Object.entries(arrays)) {
    if (!data.every(Number.isFinite)) {
      throw new TrainingFailure(
        'diverged',
        `${name} holds NaN or infinite values in epoch ${position.epoch}; the last good state is kept in ${path}`,
      );
    }
  }
  const metadata = { format: FORMAT, runId, position: JSON.stringify(position) };
  writeAtomic(path, encodeSafetensors({ arrays, metadata }));
}

/** Restores the state; without a checkpoint the run stands at its start. */
export function loadCheckpoint(path: string, runId: string, evolving: Evolving): Position {
  if (!existsSync(path)) return { epoch: 0, tally: emptyTally() };
  const { arrays, metadata } = readSafetensors(path);
  if (metadata.format !== FORMAT || metadata.runId !== runId) {
    throw new InputError(
      `${path}: found a checkpoint of '${metadata.runId ?? metadata.format}', allowed is one of '${runId}'`,
    );
  }
  const position = JSON.parse(metadata.position) as Position;
  const under = (prefix: string): NamedArrays =>
    Object.fromEntries(
      Object.entries(arrays)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, array]) => [name.slice(prefix.length), array]),
    );
  evolving.networks.forEach((network, i) => network.loadState(under(`learner${i}/`), path));
  evolving.auxiliaries.forEach((network, i) => network.loadState(under(`auxiliary${i}/`), path));
  evolving.optimisers.forEach((optimiser, i) => optimiser.loadState(under(`optimiser${i}/`), path));
  // A method prepares an epoch from its number; what it has gathered inside the epoch comes on top.
  if (position.tally.steps > 0) evolving.method.beginEpoch?.(position.epoch);
  const method = Object.entries(under('method/')).map(([name, { data }]) => [name, data] as const);
  if (method.length > 0) evolving.method.loadState?.(Object.fromEntries(method));
  return position;
}

function collect({ networks, auxiliaries, optimisers, method }: Evolving): NamedArrays {
  const arrays: NamedArrays = {};
  const add = (prefix: string, named: NamedArrays) => {
    for (const [name, array] of Object.entries(named)) arrays[`${prefix}/${name}`] = array;
  };
  networks.forEach((network, i) => add(`learner${i}`, network.state()));
  auxiliaries.forEach((network, i) => add(`auxiliary${i}`, network.state()));
  optimisers.forEach((optimiser, i) => add(`optimiser${i}`, optimiser.state()));
  const state = Object.entries(method.state?.() ?? {});
  add('method', Object.fromEntries(state.map(([name, data]) => [name, { shape: [data.length], data }])));
  return arrays;
}
