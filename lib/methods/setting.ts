import type { Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { InputError, oneOf, shown } from '../base';
import { tf } from '../engine';
import { lossByName, resolveOptions } from '../losses/index';
import type { LossDefinition, LossInputs, OptionValue } from '../losses/index';
import type { MethodSetting } from './definition';

/** The one view of a method that takes no more. Throws InputError where there are others. */
export function onlyView({ spec }: MethodSetting, method: string): string {
  const views = Object.keys(spec.data.views ?? { weak: {} });
  if (views.length === 1) return views[0];
  throw new InputError(
    `data.views: found ${oneOf(views) || 'none'}, method '${method}' takes exactly one view`,
  );
}

/** The run's loss and its options, checked and filled in; `loss` where it is not simply the one of that name. */
export function lossAndOptions({ spec }: MethodSetting, loss = lossByName(spec.method.loss)) {
  const source = `method.lossOptions of '${loss.name}'`;
  return { loss, options: resolveOptions(loss, spec.method.lossOptions, source) };
}

/** Throws InputError where the run's loss is none of those that the method feeds. */
export function allowLosses({ spec }: MethodSetting, method: string, losses: readonly string[]): void {
  if (losses.includes(spec.method.loss)) return;
  throw new InputError(
    `method.loss: found ${shown(spec.method.loss)}, method '${method}' feeds ${oneOf(losses)}`,
  );
}

export function needTeacher({ hasTeacher }: MethodSetting, method: string): void {
  if (!hasTeacher) throw new InputError(`method '${method}' needs a teacher; name one (field teacher)`);
}

/** Throws InputError for label transforms whose soft labels or candidates this method would not see. */
export function onlyPlainLabels({ data }: MethodSetting, method: string): void {
  const kind = data.train.candidates ? 'candidate sets' : data.train.softLabels ? 'soft labels' : undefined;
  if (kind === undefined) return;
  throw new InputError(
    `method '${method}': the label transform makes ${kind}, which it would not see; choose a method that feeds them`,
  );
}

/** Rows of an [N, C] table as a tensor. */
export function rows(table: Uint8Array | Float32Array, indices: Int32Array, classes: number): Tensor2D {
  const picked = new Float32Array(indices.length * classes);
  indices.forEach((index, n) =>
    picked.set(table.subarray(index * classes, (index + 1) * classes), n * classes),
  );
  return tf.tensor2d(picked, [indices.length, classes]);
}

/** The trust of each sample in the model's own prediction, [N], as a field of a learner's loss; empty where there is none. */
export function trustOf(
  loss: LossDefinition,
  inputs: LossInputs,
  options: Readonly<Record<string, OptionValue>>,
): { trust?: Float32Array } {
  const trust = tf.tidy(() => loss.trust?.(inputs, options)?.dataSync<'float32'>());
  return trust ? { trust } : {};
}
