import { describe, expect, it } from 'vitest';
import { share, ticks, valueAt } from '../../../lib/figures/svg/axis';
import { chartHtml, chartSvg } from '../../../lib/figures/svg/chart';
import type { Chart } from '../../../lib/figures/svg/chart';

const chart: Chart = {
  id: 'sample',
  title: 'A <b>title</b>',
  alt: 'words "quoted"',
  x: { label: 'x', range: [0, 1] },
  y: { label: 'y', range: [1, 1e4], log: true },
  marks: [
    { kind: 'line', name: 'a & b', x: [0, 0.5, 0.75, 1], y: [1, NaN, 100, 1e4], colour: '#000000' },
    { kind: 'points', name: 'a & b', x: [0.5, 0.6], y: [0, 10], colour: '#000000' },
  ],
};

describe('axes', () => {
  it('have round ticks inside their range', () => {
    expect(ticks({ label: '', range: [0, 1] }).map(({ text }) => text)).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1']);
    expect(ticks({ label: '', range: [-0.31, 0.07] }).map(({ text }) => text)).toEqual(['−0.3', '−0.2', '−0.1', '0']);
    expect(ticks({ label: '', range: [0.05, 1e5], log: true }).map(({ text }) => text)).toEqual([
      '0.1', '1', '10', '100', '1000', '10⁴', '10⁵',
    ]);
  });

  it('go from value to place and back', () => {
    for (const axis of [{ label: '', range: [-2, 6] as const }, { label: '', range: [0.01, 100] as const, log: true }]) {
      for (const value of [0.02, 1, 5.5]) expect(valueAt(axis, share(axis, value))).toBeCloseTo(value, 12);
    }
    expect(share({ label: '', range: [1, 10], log: true }, 0)).toBeNaN();
  });
});

describe('a chart', () => {
  it('breaks lines at missing values and leaves out points that have no place', () => {
    const svg = chartSvg(chart);
    expect(svg).not.toContain('NaN');
    const line = /<path d="([^"]*)" fill="none" stroke="#000000"/.exec(svg)![1];
    expect(line.match(/M/g)).toHaveLength(2);
    expect(svg.match(/a5 5/g)).toHaveLength(2); // one circle of two arcs
  });

  it('shows texts as texts and names a mark once', () => {
    const html = chartHtml(chart);
    expect(html).toContain('A &lt;b&gt;title&lt;/b&gt;');
    expect(html).toContain('aria-label="words &quot;quoted&quot;"');
    expect(html.match(/a &amp; b/g)).toHaveLength(1);
  });
});
