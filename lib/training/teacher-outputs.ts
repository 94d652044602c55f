import type { Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { ViewSpec } from '../base';
import type { PreparedData } from '../data/definition';
import { tf } from '../engine';
import type { FrozenModel } from '../engine/definition';
import type { TeacherOutputs } from '../methods/definition';
import { rows } from '../methods/setting';
import { predict } from './predict';

/** Names the table of the images as stored; no view is called so. */
const STORED = '';

/**
 * A teacher's outputs on the training images, mini-batch by mini-batch. A view without augmentation shows the same
 * pixels every epoch, so its outputs are computed once and looked up by index; an augmented view goes through the
 * teacher with every batch, and the logits it gave are kept for the soft-label indicators of the epoch.
 */
export class TeacherSource {
  private readonly tables = new Map<string, { logits: Float32Array; features: Float32Array }>();
  private readonly seen = new Map<string, Float32Array>();

  constructor(
    readonly model: FrozenModel,
    private readonly data: PreparedData,
    private readonly views: Readonly<Record<string, ViewSpec>>,
    private readonly taps: readonly string[],
  ) {}

  /** Outputs on one view of a batch, each computed on first use; the trainer calls `dispose` after the step. */
  forBatch(indices: Int32Array, images: Readonly<Record<string, Tensor4D>>) {
    const made = new Map<string, TeacherOutputs>();
    const outputs = (view: string): TeacherOutputs => {
      let known = made.get(view);
      if (!known) {
        known = this.isFixed(view) ? this.lookUp(view, indices) : this.compute(view, indices, images[view]);
        made.set(view, known);
      }
      return known;
    };
    const dispose = () => {
      for (const { logits, features, taps } of made.values()) {
        tf.dispose([logits, features, ...Object.values(taps)]);
      }
    };
    return { outputs, dispose, training: this.training };
  }

  /** Whether a view's outputs never change (and no map has to be kept, which would be large). */
  isFixed(view: string): boolean {
    const { crop = 0, resizedCrop = false, flip = false, policy } = this.views[view];
    const asStored = crop === 0 && !resizedCrop && !flip && policy === undefined;
    return asStored && this.taps.length === 0;
  }

  /** Logits of all training images under a view that never changes, [N, C]. */
  fixedLogits(view: string): Float32Array {
    return this.table(view).logits;
  }

  /** Logits of all training images as stored, [N, C]: those of a fixed view are the same. */
  private readonly training = (): Float32Array => {
    const fixed = Object.keys(this.views).find((view) => this.isFixed(view));
    return this.table(fixed ?? STORED).logits;
  };

  /** Logits that augmented views were given in the current epoch, [N, C]; NaN rows were not drawn. */
  state(): Record<string, Float32Array> {
    return Object.fromEntries(this.seen);
  }

  loadState(state: Record<string, Float32Array>): void {
    for (const [view, logits] of Object.entries(state)) this.seen.set(view, logits);
  }

  beginEpoch(): void {
    for (const logits of this.seen.values()) logits.fill(NaN);
  }

  private compute(view: string, indices: Int32Array, images: Tensor4D): TeacherOutputs {
    const outputs = this.model.evaluate(images, this.taps);
    const { classes, train } = this.data;
    let seen = this.seen.get(view);
    if (!seen) this.seen.set(view, (seen = new Float32Array(train.count * classes).fill(NaN)));
    const rows = outputs.logits.dataSync();
    indices.forEach((index, n) => seen.set(rows.subarray(n * classes, (n + 1) * classes), index * classes));
    return outputs;
  }

  private lookUp(view: string, indices: Int32Array): TeacherOutputs {
    const { logits, features } = this.table(view);
    const { count } = this.data.train;
    const picked = (table: Float32Array) => rows(table, indices, table.length / count);
    return { logits: picked(logits), features: picked(features), taps: {} };
  }

  private table(view: string) {
    let table = this.tables.get(view);
    if (!table) this.tables.set(view, (table = predict(this.model, this.data.train, this.data)));
    return table;
  }
}
