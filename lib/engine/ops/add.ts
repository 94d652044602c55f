import { FLOAT, nativeOne } from '../native';
import type { Empty } from '../module';
import type { Operation } from '../operation';

/** Sum of two maps of one shape; its gradient goes to both unchanged. */
export const add: Operation<Empty> = {
  keeps: () => ({ inputs: false, output: false }),

  forward: ({ inputs }) => ({ output: nativeOne('AddV2', [FLOAT], inputs) }),

  // A clone shares the buffer: each receiver frees its own handle.
  backward: ({ gradient }) => ({ inputs: [gradient, gradient.clone()], weights: [] }),
};
