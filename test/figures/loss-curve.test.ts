import { describe, expect, it } from 'vitest';
import { lossCurve } from '../../lib/figures/index';

describe('the curve of a loss', () => {
  const figure = lossCurve(
    [{ name: 'a < b', logit: [0, 1, 2], total: [3, 1, 2], slope: [-2, 0, 1] }],
    { title: 'a loss' },
  );

  it('shows value and gradient side by side in one colour, named once', () => {
    const [value, slope] = figure.data;
    expect(value.y).toEqual([3, 1, 2]);
    expect(slope.y).toEqual([-2, 0, 1]);
    expect(slope.yaxis).toBe('y2');
    expect(slope.showlegend).toBe(false);
    expect(value.line).toEqual(slope.line);
    expect(value.name).toBe('a &lt; b');
  });

  it('says in words where the value is lowest', () => {
    expect(figure.layout.meta.alt).toContain('lowest value 1 at 1, gradient from −2 to 1');
  });
});
