import type { MeasureCurves, Measures, RunRecord, RunSpec, SoftLabelIndicators } from '../base';
import type { RunEnvironment } from './environment';

/** What a finished run has found; `result.json` of its folder. */
export interface RunResult {
  runId: string;
  configId: string;
  /** The run folder. */
  folder: string;
  spec: RunSpec;
  environment: RunEnvironment;
  /** Accuracy in %, measured on this run's test images as this run normalises them. */
  teacher?: { name: string; runId?: string; accuracy: number };
  metrics: RunRecord['metrics'];
  curve: RunRecord['curve'];
  softLabels: SoftLabelIndicators[];
  /** What method and teacher measured in the last epoch besides. */
  measures?: Measures;
  /** Measures that are one number, and each of several learners' test accuracy, over the epochs. */
  measureCurves?: MeasureCurves;
  /** Epochs trained; fewer than the specification's where early stopping ended the run. */
  epochs: number;
  /** Training proper. */
  seconds: number;
}
