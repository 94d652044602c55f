import { describe, expect, it } from 'vitest';
import { classDistribution, groupComparison, pointClouds } from '../../lib/figures';

describe('classDistribution', () => {
  const figure = classDistribution([{ name: 'T = 1', sums: [400, 600, 500] }], { title: 'The gap' });

  it('sorts each curve and draws the balanced line at the mean', () => {
    expect(figure.data[0].y).toEqual([600, 500, 400]);
    expect(figure.data[1].y).toEqual([500, 500]);
  });

  it('says in words what it shows', () => {
    expect(figure.layout.meta.alt).toContain('T = 1 from 400');
  });
});

describe('groupComparison', () => {
  it('draws an interval where there is one', () => {
    const values = [{ mean: 2, low: 1, high: 4 }, { mean: -1 }];
    const figure = groupComparison(['top', 'bottom'], [{ name: 'kd', values }], { title: 't', quantity: 'gain' });
    const [bars] = figure.data;
    expect(bars.y).toEqual([2, -1]);
    expect(bars.error_y).toMatchObject({ array: [2, 0], arrayminus: [1, 0], visible: true });
    expect(figure.layout.meta.alt).toContain('kd top 2');
  });
});

describe('pointClouds', () => {
  it('escapes names that come from outside', () => {
    const cloud = { name: '<b>', x: [1], y: [2], labels: ['<i>'] };
    const [trace] = pointClouds([cloud], { title: 't', x: 'a', y: 'b' }).data;
    expect(trace.name).toBe('&lt;b&gt;');
    expect(trace.text).toEqual(['&lt;i&gt;']);
  });
});
