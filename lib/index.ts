/** kdlab: losses, theory, trainers and verdicts for knowledge distillation and soft labels. */
export * from './base';
export { DATASETS, LABEL_TRANSFORMS, datasetByName, datasetStatus, prepareData } from './data';
export { RAND_AUGMENT_OPERATIONS, augmented, cutout } from './data/augment';
export type { ImageOperation } from './data/augment';
export type * from './data/definition';
export { engineInfo, tf } from './engine';
export type * from './engine/definition';
export * from './figures';
export { readNpy, readWeights, writeNpy } from './formats';
// Both folders have an Interval; the statistics' one is meant where nothing else is said.
export type { Interval } from './results';
export * from './losses/index';
export { METHODS } from './methods';
export type * from './methods/definition';
export { MODELS, buildNetwork, freeze, modelInfo } from './models';
export * from './notebook';
export * from './papers';
export * from './results';
export * from './theory/index';
export { calibrationBins, evaluateLogits, makeRecord, predictions, softmax, trainRun } from './training';
export type { EpochLine, RunResult, StepEvent, TrainOptions, TrainingObserver } from './training';
