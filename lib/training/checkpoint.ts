import { existsSync } from 'node:fs';
import { InputError } from '../base';
import type { NamedArrays, Network, Optimiser } from '../engine/definition';
import { encodeSafetensors, readSafetensors } from '../formats';
import type { Method } from '../methods/definition';
import { TrainingFailure } from './failures';
import { writeAtomic } from './storage';
import type { Tally } from './tally';
import type { TeacherSource } from './teacher-outputs';
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
  /** What it has said in the current epoch belongs to the state inside one. */
  teacher?: Pick<TeacherSource, 'state' | 'loadState'>;
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
  if (position.tally.steps > 0) add(arrays, 'teacher', asArrays(evolving.teacher?.state() ?? {})); // NaN: not drawn yet
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
  const plain = (prefix: string) =>
    Object.fromEntries(Object.entries(under(prefix)).map(([name, { data }]) => [name, data]));
  const method = plain('method/');
  if (Object.keys(method).length > 0) evolving.method.loadState?.(method);
  evolving.teacher?.loadState(plain('teacher/'));
  return position;
}

function collect({ networks, auxiliaries, optimisers, method }: Evolving): NamedArrays {
  const arrays: NamedArrays = {};
  networks.forEach((network, i) => add(arrays, `learner${i}`, network.state()));
  auxiliaries.forEach((network, i) => add(arrays, `auxiliary${i}`, network.state()));
  optimisers.forEach((optimiser, i) => add(arrays, `optimiser${i}`, optimiser.state()));
  add(arrays, 'method', asArrays(method.state?.() ?? {}));
  return arrays;
}

function add(arrays: NamedArrays, prefix: string, named: NamedArrays): void {
  for (const [name, array] of Object.entries(named)) arrays[`${prefix}/${name}`] = array;
}

function asArrays(state: Record<string, Float32Array>): NamedArrays {
  return Object.fromEntries(
    Object.entries(state).map(([name, data]) => [name, { shape: [data.length], data }]),
  );
}
