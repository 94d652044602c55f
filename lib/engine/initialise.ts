import { RandomStream } from '../base/random';
import { toEngineLayout } from './layout';
import type { Parameter } from './module';

/**
 * Initial values of one parameter in the engine's layout. Drawn in PyTorch's element order from the stream
 * (seed, 'init', name), so they depend on nothing but the seed and the parameter's name and shape.
 */
export function initialValues(parameter: Parameter, seed: number): Float32Array {
  const { initial, length, name } = parameter;
  const values = new Float32Array(length);
  if (initial.kind === 'constant') return values.fill(initial.value);
  const stream = new RandomStream(seed, 'init', name);
  for (let i = 0; i < length; i++) {
    values[i] =
      initial.kind === 'normal'
        ? stream.normal() * initial.deviation
        : (2 * stream.uniform() - 1) * initial.bound;
  }
  return toEngineLayout(values, parameter);
}
