import type { EpochMetrics, Measures, SoftLabelIndicators } from '../base';

/** One line of `metrics.jsonl`. Losses and accuracy are means over the epoch's samples (and over the learners). */
export interface EpochLine {
  /** Epochs finished, from 1. */
  epoch: number;
  /** At the epoch's last step. */
  learningRate: number;
  loss: number;
  parts: Record<string, number>;
  /** On the fly: predictions of each mini-batch before its update, against the labels as fed; in %. */
  trainTop1: number;
  /** Where this epoch was evaluated; the mean over the learners where there are several. */
  test?: EpochMetrics;
  validation?: EpochMetrics;
  /** Test accuracy of each learner, where there are several. */
  learnerTop1?: number[];
  /** All test metrics of each learner, where there are several. */
  learners?: EpochMetrics[];
  /** Peer or self-made targets of this epoch. */
  softLabels?: SoftLabelIndicators[];
  /** What the method measured in this epoch besides losses. */
  measures?: Measures;
  /** Training proper, without evaluation. */
  imagesPerSecond: number;
  seconds: number;
}

/** The state of a run after a step. */
export interface StepEvent {
  /** Such as `cnn28-small, kd, seed 1`. */
  title: string;
  /** Both from 1. */
  epoch: number;
  epochs: number;
  step: number;
  steps: number;
  /** Of this mini-batch. */
  loss: number;
  parts: Record<string, number>;
  /** Training accuracy of the epoch so far, in %. */
  trainTop1: number;
  imagesPerSecond: number;
  /** Of this run. */
  secondsLeft: number;
}

/** Who watches a run. Every callback is optional and must not throw. */
export interface TrainingObserver {
  onStep?(event: StepEvent): void;
  onEpoch?(line: EpochLine, last: StepEvent): void;
  /** Milestones in words: teacher found, resumed, stopped early, finished. */
  onLog?(text: string): void;
}
