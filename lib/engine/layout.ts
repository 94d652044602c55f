import type { Layout, Parameter } from './module';

/** Reorders a parameter from PyTorch's layout into the engine's. */
export function toEngineLayout(
  values: Float32Array,
  parameter: Pick<Parameter, 'layout' | 'shape'>,
): Float32Array {
  return reorder(values, parameter, 'engine');
}

/** Reorders a parameter from the engine's layout into PyTorch's. */
export function toTorchLayout(
  values: Float32Array,
  parameter: Pick<Parameter, 'layout' | 'shape'>,
): Float32Array {
  return reorder(values, parameter, 'torch');
}

const ORDERS: Record<Exclude<Layout['kind'], 'same'>, readonly [number, number, number, number]> = {
  conv: [2, 3, 1, 0], // [out, in, kh, kw] → [kh, kw, in, out]
  depthwise: [2, 3, 0, 1], // [channels, 1, kh, kw] → [kh, kw, channels, 1]
  flattened: [0, 2, 3, 1], // [out, (c, h, w)] → [out, (h, w, c)]
};

function reorder(
  values: Float32Array,
  { layout, shape }: Pick<Parameter, 'layout' | 'shape'>,
  into: 'engine' | 'torch',
): Float32Array {
  if (layout.kind === 'same') return Float32Array.from(values);
  // Each case is a permutation of four axes: PyTorch's axis order, and the engine's axes in terms of them.
  const axes = layout.kind === 'flattened' ? [shape[0], layout.channels, layout.height, layout.width] : shape;
  const strides = [axes[1] * axes[2] * axes[3], axes[2] * axes[3], axes[3], 1];
  const [a, b, c, d] = ORDERS[layout.kind];
  const result = new Float32Array(values.length);
  let engine = 0;
  for (let i = 0; i < axes[a]; i++) {
    for (let j = 0; j < axes[b]; j++) {
      for (let k = 0; k < axes[c]; k++) {
        for (let l = 0; l < axes[d]; l++, engine++) {
          const torch = i * strides[a] + j * strides[b] + k * strides[c] + l * strides[d];
          if (into === 'engine') result[engine] = values[torch];
          else result[torch] = values[engine];
        }
      }
    }
  }
  return result;
}
