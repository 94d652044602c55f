import type { ImageShape, ViewPolicyDefinition } from '../views';
import { cutout } from './cutout';
import { RAND_AUGMENT_OPERATIONS } from './operations';

/** Largest share of the width that Cutout covers. */
const LARGEST_CUT = 0.5;

/**
 * CRLD's strong view, `RandAugment(2, 10)` of its released code: two of the 14 operations, drawn with replacement and
 * always applied, each with a fresh magnitude from its range, then Cutout. The code keeps its second argument, 10, but
 * never uses it.
 *
 * Always seven draws, in the code's order: two operations, two magnitudes, share, centre.
 */
export const randAugment: ViewPolicyDefinition = {
  name: 'rand-augment',

  apply(pixels, shape, draw) {
    const first = Math.floor(draw() * RAND_AUGMENT_OPERATIONS.length);
    const second = Math.floor(draw() * RAND_AUGMENT_OPERATIONS.length);
    operate(first, pixels, shape, draw());
    operate(second, pixels, shape, draw());
    const share = LARGEST_CUT * draw();
    cutout(pixels, shape, share, centre(shape.width, draw()), centre(shape.height, draw()));
  },
};

function operate(which: number, pixels: Uint8Array, shape: ImageShape, draw: number): void {
  const operation = RAND_AUGMENT_OPERATIONS[which];
  const { range } = operation;
  operation.apply(pixels, shape, range ? range[0] + (range[1] - range[0]) * draw : 0);
}

/** The code calls `numpy.random.uniform(side)`, whose one argument is the lower bound: between `side` and 1, not 0. */
const centre = (side: number, draw: number): number => side + (1 - side) * draw;
