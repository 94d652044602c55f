import { describe, expect, it } from 'vitest';
import { methodComparison } from '../../lib/figures';

const options = { title: 'methods', quantity: 'accuracy (%)' };
const method = (name: string, ...values: number[]) => ({ name, values });
const close = [
  method('ce', 68, 68.4),
  method('kd', 69.8, 70),
  method('dkd', 71, 71.4),
  method('a method with a long name', 70.6, 70.8),
];

describe('methodComparison', () => {
  it('shows everything where the methods lie together', () => {
    const { layout } = methodComparison(close, options);
    expect(layout.yaxis).not.toHaveProperty('range');
    expect(layout).not.toHaveProperty('annotations');
  });

  it('keeps a collapsed method from flattening the others, and says where it is', () => {
    const { layout } = methodComparison([...close, method('no limit', 20, 21.6)], options);
    const { range } = layout.yaxis as { range: [number, number] };
    expect(range[0]).toBeLessThan(68);
    expect(range[0]).toBeGreaterThan(67);
    expect(range[1]).toBeGreaterThan(71.4);
    expect(layout.annotations).toMatchObject([{ x: 4, y: 0, text: '20.8 ↓' }]);
    expect(layout.meta.alt).toContain('no limit: mean 20.8 over 2 seeds');
  });

  it('breaks long names in two lines and turns the names of many methods', () => {
    const { ticktext, tickangle } = methodComparison([...close, method('sp', 70)], options).layout
      .xaxis as { ticktext: string[]; tickangle: number };
    expect(ticktext[3]).toBe('a method with<br>a long name');
    expect(ticktext[0]).toBe('ce');
    expect(tickangle).toBe(-35);
  });
});
