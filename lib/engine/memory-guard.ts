import { constantCount } from './constants';
import { tf } from './tensorflow';

/**
 * Fails a training step that leaves more tensors behind than it found: tfjs frees nothing by itself, so such a leak
 * ends a long run in the night. The first steps may add what lives on (momentum, for one).
 */
export class MemoryGuard {
  private steps = 0;

  /** @param settlingSteps how many steps may leave tensors behind, 1 by default */
  constructor(private readonly settlingSteps = 1) {}

  /** Runs one step; throws where it leaks. */
  guardStep<T>(step: () => T): T {
    const before = tensorCount();
    const result = step();
    const growth = tensorCount() - before;
    this.steps++;
    if (growth > 0 && this.steps > this.settlingSteps) {
      throw new Error(`training step ${this.steps} leaks ${growth} tensors (${before} before it)`);
    }
    return result;
  }
}

/** Live tensors, without the constants the engine caches. */
export function tensorCount(): number {
  return tf.memory().numTensors - constantCount();
}
