import type { RunSpec } from '../base';
import type { BatchLoader } from '../data';
import type { PreparedData } from '../data/definition';
import type { Method } from '../methods/definition';
import type { Network, Optimiser } from '../engine/definition';
import type { EpochLine, TrainingObserver } from './observer';
import type { RunFolder } from './run-folder';
import type { TeacherSource } from './teacher-outputs';

/** A run set up and ready to train: what the loop works on. */
export interface Run {
  spec: RunSpec;
  runId: string;
  /** Such as `cnn28-small, kd, seed 1`. */
  title: string;
  data: PreparedData;
  /** One that all learners share, or one each. */
  batches: readonly BatchLoader[];
  /** Whether some training labels are not the true ones. */
  noisy: boolean;
  method: Method;
  /** The learners: one, or the peers of mutual learning, each with an optimiser of its own. */
  networks: readonly Network[];
  /** Networks that only the method uses; their optimisers come behind the learners'. */
  auxiliaries: readonly Network[];
  optimisers: readonly Optimiser[];
  teacher?: TeacherSource;
  /** The teacher's logits of the test images, [N, C]. */
  teacherTestLogits?: Float32Array;
  folder: RunFolder;
  /** One entry for each finished epoch. */
  lines: EpochLine[];
  observer: TrainingObserver;
  signal?: AbortSignal;
}

/** Names the run in progress lines. */
export function titleOf(spec: RunSpec): string {
  return `${[spec.model].flat().join(' + ')}, ${spec.method.loss}, seed ${spec.seed}`;
}
