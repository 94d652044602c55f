import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../../engine';

/**
 * PyTorch's `adaptive_avg_pool2d`: output i averages the inputs from ⌊i·size/out⌋ to before ⌈(i + 1)·size/out⌉.
 * @param map [N, C, H, W], at least as large as the output
 * @returns [N, C, rows, columns]
 */
export function averagePoolTo(map: Tensor4D, rows: number, columns: number): Tensor4D {
  const [n, c, height, width] = map.shape;
  if (rows === height && columns === width) return map;
  const acrossWidth = tf.matMul(map.reshape<Tensor2D>([n * c * height, width]), averaging(width, columns));
  const turned = acrossWidth.reshape([n * c, height, columns]).transpose([0, 2, 1]); // [N·C, columns, H]
  const acrossHeight = tf.matMul(
    turned.reshape<Tensor2D>([n * c * columns, height]),
    averaging(height, rows),
  );
  return acrossHeight
    .reshape([n * c, columns, rows])
    .transpose([0, 2, 1])
    .reshape([n, c, rows, columns]);
}

/** Column i averages the window of output i. @returns [size, out] */
function averaging(size: number, out: number): Tensor2D {
  const weights = new Float32Array(size * out);
  for (let i = 0; i < out; i++) {
    const start = Math.floor((i * size) / out);
    const end = Math.ceil(((i + 1) * size) / out);
    for (let j = start; j < end; j++) weights[j * out + i] = 1 / (end - start);
  }
  return tf.tensor2d(weights, [size, out]);
}
