import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base';
import {
  classDistribution,
  confidenceHistogram,
  groupComparison,
  pointClouds,
  valueMap,
} from '../../lib/figures';

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

describe('confidenceHistogram', () => {
  const figure = confidenceHistogram(
    [
      { name: 'weak view', shares: [0, 10, 30, 60], threshold: 0.75 },
      { name: 'strong view', shares: [25, 25, 25, 25] },
    ],
    { title: 'Sure', images: 'images' },
  );

  it('places bars at the middle of their bins and a line at each threshold', () => {
    const [weak, line, strong] = figure.data;
    expect(weak).toMatchObject({ x: [0.125, 0.375, 0.625, 0.875], y: [0, 10, 30, 60] });
    expect(line).toMatchObject({ x: [0.75, 0.75], y: [0, 60], mode: 'lines' });
    expect(strong.name).toBe('strong view');
    expect(figure.data).toHaveLength(3);
  });

  it('says how many images reach the threshold', () => {
    expect(figure.layout.meta.alt).toContain('weak view: 60 % at 0.75 or more');
  });
});

describe('valueMap', () => {
  const options = {
    title: 'Map',
    quantity: 'accuracy (%)',
    rows: { title: 'weak', names: ['0', '<1>'] },
    columns: { title: 'strong', names: ['0', '1'] },
  };

  it('names the smallest and the largest value and leaves blanks blank', () => {
    const figure = valueMap([[1, null], [3, 2.5]], options);
    expect(figure.layout.meta.alt).toContain('smallest 1 at 0, 0, largest 3 at <1>, 0');
    expect(figure.data[0]).toMatchObject({ z: [[1, null], [3, 2.5]], zmin: 1, zmax: 3 });
    expect(figure.layout.annotations).toHaveLength(3);
    expect((figure.layout.yaxis as { ticktext: string[] }).ticktext).toEqual(['0', '&lt;1&gt;']);
  });

  it('refuses another shape, and no values at all', () => {
    expect(() => valueMap([[1, 2]], options)).toThrow("value map 'Map': found 1×2 values, expected 2×2");
    expect(() => valueMap([[null, null], [null, null]], options)).toThrow(InputError);
  });
});
