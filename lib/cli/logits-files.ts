import { InputError } from '../base';
import { tf } from '../engine';
import type { FrozenModel } from '../engine/definition';
import { encodeNpy, readBytes, readNpy } from '../formats';
import { findModel } from '../models';
import { frozenWeights } from '../training';
import { checkOutputs, writeTogether } from './output-files';

export interface LogitsFiles {
  model: string;
  classes: number;
  weights: string;
  images: string;
  out: string;
  features?: string;
}

/** Pixels in one pass: 250 images of 32×32. */
const BATCH_PIXELS = 256_000;

/** What `kdlab logits` does: reads images and weights, evaluates in batches, writes logits and perhaps features. */
export function writeLogits(files: LogitsFiles): { images: number; classes: number } {
  const { model: name, classes, weights, out, features } = files;
  const outputs = [
    { option: '--out', file: out },
    ...(features === undefined ? [] : [{ option: '--features', file: features }]),
  ];
  checkOutputs(outputs, [
    { option: '--weights', file: weights },
    { option: '--images', file: files.images },
  ]);
  const { channels } = findModel(name).input;
  const images = readImages(files.images, channels);
  const shape = { classes, side: images.side, channels };
  const bytes = readBytes(weights, 'a weights file (.safetensors, .pth or .pt)', `--weights '${weights}'`);
  const { model } = frozenWeights(name, shape, bytes, weights);
  try {
    const results = evaluate(model, images);
    checkFinite(results.logits, classes, files);
    const arrays = [
      { data: results.logits, columns: classes },
      { data: results.features, columns: results.width },
    ];
    writeTogether(
      outputs.map((output, i) => ({
        ...output,
        content: encodeNpy(arrays[i].data, [images.count, arrays[i].columns]),
      })),
    );
  } finally {
    model.dispose();
  }
  return { images: images.count, classes };
}

interface Images {
  count: number;
  channels: number;
  side: number;
  /** [N, C, H, W], as in the file. */
  data: Float32Array;
}

function readImages(file: string, channels: number): Images {
  const { dtype, shape, data } = readNpy(file);
  const [count, found, height, width] = shape;
  if (shape.length !== 4 || found !== channels || height !== width || height < 1) {
    throw new InputError(
      `${file}: found shape [${shape.join(', ')}], allowed is [N, ${channels}, H, W] with H = W (this model takes ${channels === 1 ? 'one channel' : `${channels} channels`})`,
    );
  }
  if (!(data instanceof Float32Array)) {
    throw new InputError(`${file}: found type '${dtype}', allowed is '<f4' (float32, already normalised)`);
  }
  if (count < 1) throw new InputError(`${file}: found no image, needed is at least one`);
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) {
    const image = Math.floor(at / (channels * height * width));
    throw new InputError(`${file}: image ${image} holds ${data[at]}, allowed are finite numbers`);
  }
  return { count, channels, side: height, data };
}

function evaluate(
  model: FrozenModel,
  { count, channels, side, data }: Images,
): { logits: Float32Array; features: Float32Array; width: number } {
  const area = side * side;
  const batch = Math.max(1, Math.floor(BATCH_PIXELS / area));
  const logits = new Float32Array(count * model.classes);
  let features = new Float32Array(0);
  let width = 0;
  for (let start = 0; start < count; start += batch) {
    const size = Math.min(batch, count - start);
    const pixels = channelsLast(data.subarray(start * channels * area), size, channels, area);
    tf.tidy(() => {
      const outputs = model.evaluate(tf.tensor4d(pixels, [size, side, side, channels]));
      width = outputs.features.shape[1];
      if (start === 0) features = new Float32Array(count * width);
      logits.set(outputs.logits.dataSync(), start * model.classes);
      features.set(outputs.features.dataSync(), start * width);
    });
  }
  return { logits, features, width };
}

/** [N, C, H·W] → [N, H·W, C]. */
function channelsLast(planes: Float32Array, images: number, channels: number, area: number): Float32Array {
  const pixels = new Float32Array(images * channels * area);
  let from = 0;
  for (let image = 0; image < images; image++) {
    for (let channel = 0; channel < channels; channel++) {
      let to = image * channels * area + channel;
      for (let i = 0; i < area; i++, to += channels) pixels[to] = planes[from++];
    }
  }
  return pixels;
}

/** Finite weights can still overflow, or hold a negative variance. */
function checkFinite(logits: Float32Array, classes: number, { weights, images }: LogitsFiles): void {
  const at = logits.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new InputError(
    `${weights}: image ${Math.floor(at / classes)} of ${images} gets the logit ${logits[at]}, allowed are weights and images that give finite numbers`,
  );
}
