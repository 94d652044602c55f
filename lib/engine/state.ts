import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { InputError } from '../base/errors';
import type { NamedArrays } from './definition';
import { toEngineLayout, toTorchLayout } from './layout';
import type { Backbone } from './module';
import type { Statistics } from './operation';
import { tf } from './tensorflow';

/** Names of what `addHead` and `addRegressor` add. */
const ADDED = /^(heads|regressors)\./;

/** Parameters and running statistics by PyTorch's names, in PyTorch's layout and `state_dict` order. */
export function writeState(backbone: Backbone, flat: Tensor, statistics: readonly Statistics[]): NamedArrays {
  const values = flat.dataSync() as Float32Array;
  const state: NamedArrays = {};
  for (const parameter of backbone.parameters) {
    const { name, offset, length, shape } = parameter;
    const data = toTorchLayout(values.subarray(offset, offset + length), parameter);
    state[name] = { shape: [...shape], data };
    const norm = backbone.norms.findIndex((info) => `${info.name}.bias` === name);
    if (norm < 0) continue;
    const { name: module, channels } = backbone.norms[norm];
    state[`${module}.running_mean`] = { shape: [channels], data: copyOf(statistics[norm].mean) };
    state[`${module}.running_var`] = { shape: [channels], data: copyOf(statistics[norm].variance) };
  }
  return state;
}

/**
 * The reverse: a flat vector and statistics, owned by the caller. `num_batches_tracked` is ignored, and so is what a
 * method added to the network for its training (`heads.…`, `regressors.…`) where this network has no such part.
 * @param source opens the message of an InputError about a missing, further or wrongly shaped array
 */
export function readState(
  backbone: Backbone,
  state: NamedArrays,
  source: string,
): { value: Tensor; statistics: Statistics[] } {
  const left = new Set(Object.keys(state).filter((name) => !name.endsWith('num_batches_tracked')));
  const take = (name: string, shape: readonly number[]): Float32Array => {
    const entry = state[name];
    if (entry === undefined)
      throw new InputError(`${source}: '${name}' is missing, expected shape [${shape.join()}]`);
    if (entry.shape.join() !== shape.join() || entry.data.length !== shape.reduce((a, b) => a * b, 1)) {
      throw new InputError(
        `${source}: '${name}': found shape [${entry.shape.join()}], expected [${shape.join()}]`,
      );
    }
    left.delete(name);
    return entry.data;
  };
  const size = backbone.parameters.reduce((sum, { length }) => sum + length, 0);
  const values = new Float32Array(size);
  for (const parameter of backbone.parameters) {
    values.set(toEngineLayout(take(parameter.name, parameter.shape), parameter), parameter.offset);
  }
  const arrays = backbone.norms.map(({ name, channels }) => ({
    mean: take(`${name}.running_mean`, [channels]),
    variance: take(`${name}.running_var`, [channels]),
  }));
  const further = [...left].filter((name) => !ADDED.test(name));
  if (further.length > 0) throw new InputError(`${source}: '${further[0]}' does not belong to this model`);
  return {
    value: tf.tensor1d(values),
    statistics: arrays.map(({ mean, variance }) => ({
      mean: tf.tensor1d(mean.slice()),
      variance: tf.tensor1d(variance.slice()),
    })),
  };
}

function copyOf(tensor: Tensor): Float32Array {
  return Float32Array.from(tensor.dataSync());
}
