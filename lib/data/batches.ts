import { InputError, RandomStream } from '../base';
import type { ViewSpec } from '../base';
import type { Batch, LabelledImages, PreparedData } from './definition';
import type { Normalisation } from './normalisation';
import { lookupTables, normalisePixels } from './normalisation';
import type { ViewPolicyDefinition } from './views';
import { View } from './views';

export interface BatchOptions {
  /** Default `{ weak: {} }`: one view as stored. */
  views?: Record<string, ViewSpec>;
  seed: number;
  batchSize: number;
  /** Leave out the last, partial batch; default true. */
  dropLast?: boolean;
  policies?: readonly ViewPolicyDefinition[];
}

/**
 * Mini-batches of the training part: order from stream (seed, 'order', epoch), each view augmented on its own, pixels
 * normalised to float32 NHWC. An epoch's batches depend on the seed and the epoch alone.
 *
 * The arrays of a batch are used again: they hold until the next batch is asked for.
 */
export class BatchLoader {
  readonly batchesPerEpoch: number;
  private readonly train: LabelledImages;
  private readonly views: View[];
  private readonly tables: Float32Array[];
  private readonly batchSize: number;
  private readonly seed: number;
  private readonly scratch: Uint8Array; // [H, W, C]
  private readonly buffers: Record<string, Float32Array> = {}; // [B, H, W, C] each

  /** @throws InputError where views or the batch size do not fit the training part */
  constructor(data: Pick<PreparedData, 'train' | 'mean' | 'std'>, options: BatchOptions) {
    const { train } = data;
    const { batchSize, seed, dropLast = true, views = { weak: {} }, policies } = options;
    const pixels = train.height * train.width * train.channels;
    if (!Number.isInteger(batchSize) || batchSize < 1 || (dropLast && batchSize > train.count)) {
      throw new InputError(
        `batchSize: found ${batchSize}, allowed are 1 to ${train.count}, the number of training images`,
      );
    }
    const names = Object.keys(views);
    if (names.length === 0) throw new InputError('data.views: found none, at least one view is needed');
    this.train = train;
    this.batchSize = batchSize;
    this.seed = seed;
    this.batchesPerEpoch = dropLast
      ? Math.floor(train.count / batchSize)
      : Math.ceil(train.count / batchSize);
    this.tables = lookupTables(data);
    this.views = names.map((name) => new View(name, views[name], train, seed, policies));
    this.scratch = new Uint8Array(pixels);
    for (const name of names) {
      this.buffers[name] = new Float32Array(Math.min(batchSize, train.count) * pixels);
    }
  }

  /** Batches of one epoch (counted from 0), from batch `start` on. */
  *epoch(epoch: number, start = 0): Generator<Batch, void, undefined> {
    const { train, batchSize } = this;
    const order = new RandomStream(this.seed, 'order', epoch).permutation(train.count);
    for (let batch = start; batch < this.batchesPerEpoch; batch++) {
      const indices = order.slice(batch * batchSize, (batch + 1) * batchSize);
      yield this.assemble(indices, epoch);
    }
  }

  private assemble(indices: Int32Array, epoch: number): Batch {
    const { train, scratch } = this;
    const area = train.height * train.width;
    const pixels = area * train.channels;
    const size = indices.length;
    const views: Record<string, Float32Array> = {};
    for (const view of this.views) {
      const buffer = this.buffers[view.name];
      for (let i = 0; i < size; i++) {
        view.augment(train.images, indices[i], epoch, scratch);
        normalisePixels(scratch, 0, buffer, i * pixels, area, this.tables);
      }
      views[view.name] = size * pixels === buffer.length ? buffer : buffer.subarray(0, size * pixels);
    }
    return { indices, labels: indices.map((index) => train.labels[index]), views, size };
  }
}

/** Part of an evaluation: images `start` … `start + size − 1`, normalised. */
export interface EvaluationBatch {
  start: number;
  size: number;
  /** [size, H, W, C]; holds until the next batch is asked for. */
  images: Float32Array;
}

/**
 * All images of a part in order, without augmentation; the last batch may be smaller.
 *
 * @param normalisation mean and deviation; prepared data will do
 */
export function* evaluationBatches(
  part: LabelledImages,
  normalisation: Normalisation,
  batchSize = 500,
): Generator<EvaluationBatch, void, undefined> {
  const tables = lookupTables(normalisation);
  const area = part.height * part.width;
  const pixels = area * part.channels;
  const buffer = new Float32Array(Math.min(batchSize, part.count) * pixels);
  for (let start = 0; start < part.count; start += batchSize) {
    const size = Math.min(batchSize, part.count - start);
    normalisePixels(part.images, start * pixels, buffer, 0, size * area, tables);
    yield {
      start,
      size,
      images: size * pixels === buffer.length ? buffer : buffer.subarray(0, size * pixels),
    };
  }
}
