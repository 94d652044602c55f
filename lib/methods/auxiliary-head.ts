import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import type { Network } from '../engine/definition';
import { ipwdWeights } from '../losses/index';
import type { IpwdWeightOptions, OptionDefinition, OptionValue } from '../losses/index';

/** Name of the head that is trained by cross-entropy alone. */
export const CLASSIFIER = 'classifier';

/** Options of the methods that weight samples by comparing two heads. */
export const headOptions: readonly OptionDefinition[] = [
  {
    name: 'detachHead',
    kind: 'boolean',
    default: true,
    unit: '1',
    meaning: 'whether the auxiliary head’s gradient is kept out of the features (a reconstruction)',
  },
  {
    name: 'startEpoch',
    kind: 'number',
    default: 0,
    unit: 'epochs',
    meaning: 'first epoch, from 0, with weights; before it w = 1, while the head trains from the start',
    min: 0,
  },
];

export interface HeadOptions {
  detachHead: boolean;
  startEpoch: number;
}

export function readHeadOptions(options: Readonly<Record<string, OptionValue>>): HeadOptions {
  return { detachHead: options.detachHead as boolean, startEpoch: options.startEpoch as number };
}

export function addClassifier(
  [network]: readonly Network[],
  classes: number,
  { detachHead }: HeadOptions,
  seed: number,
): void {
  network.addHead(CLASSIFIER, classes, { detach: detachHead, seed });
}

/** w of a mini-batch, [N]; 1 before `startEpoch`. */
export function weightsAt(
  epoch: number,
  { startEpoch }: HeadOptions,
  logits: Tensor2D,
  classifierLogits: Tensor2D,
  labels: Tensor1D,
  options: IpwdWeightOptions,
): Float32Array {
  if (epoch < startEpoch) return new Float32Array(labels.shape[0]).fill(1);
  return ipwdWeights(logits.dataSync(), classifierLogits.dataSync(), labels.dataSync(), options);
}
