import { describe, expect, it } from 'vitest';
import { softLabelBias } from '../../lib/theory/index';

describe('softLabelBias', () => {
  it('has both readings, the second twice the first', () => {
    const rows = Float64Array.from([0.1, 0.6, 0.3, 0.2, 0.2, 0.6]);
    const bias = softLabelBias(rows, [0, 1], 2, 3);
    expect(bias.printed).toBeCloseTo((0.9 + 0.8) / 2, 14);
    expect(bias.manhattan).toBeCloseTo(1.7, 14);
    expect(bias.largeBiased).toEqual({ printed: false, manhattan: true });
    expect(bias.biased).toBe(true);
  });

  it('is 0 for one-hot truth, and reaches the printed threshold only at probability 0', () => {
    expect(softLabelBias(Float32Array.from([0, 1]), [1], 1, 2)).toEqual({
      printed: 0,
      manhattan: 0,
      biased: false,
      largeBiased: { printed: false, manhattan: false },
    });
    expect(softLabelBias(Float32Array.from([1, 0]), [1], 1, 2).largeBiased.printed).toBe(true);
  });

  it('reads mean d_y ≤ ½ as large-biased', () => {
    expect(softLabelBias(Float64Array.from([0.5, 0.5]), [0], 1, 2).largeBiased.manhattan).toBe(true);
    expect(softLabelBias(Float64Array.from([0.51, 0.49]), [0], 1, 2).largeBiased.manhattan).toBe(false);
  });
});
