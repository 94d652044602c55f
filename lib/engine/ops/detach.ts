import type { Empty } from '../module';
import type { Operation } from '../operation';

/** The value itself, through which no gradient flows. */
export const detach: Operation<Empty> = {
  keeps: () => ({ inputs: false, output: false }),
  forward: ({ inputs: [x] }) => ({ output: x.clone() }),
  backward: () => ({ inputs: [undefined], weights: [] }),
};
