import { describe, expect, it } from 'vitest';
import { judgeCell } from '../../lib/results/cell-verdict';
import { summarise } from '../../lib/results/statistics';

const paper = (values: number[], published?: number, percent = true) =>
  judgeCell({ profile: 'paper', measured: summarise(values), published, percent });

describe('judgeCell', () => {
  it('calls a published value within two deviations reproduced', () => {
    // Mean 75, sd 1: the reach is 2.
    expect(paper([74, 75, 76], 77)).toBe('reproduced');
    expect(paper([74, 75, 76], 73)).toBe('reproduced');
    expect(paper([74, 75, 76], 77.01)).toBe('lower');
    expect(paper([74, 75, 76], 72.99)).toBe('higher');
  });

  it('allows half a point of a percentage where the deviation is smaller, and only there', () => {
    expect(paper([75, 75, 75], 75.5)).toBe('reproduced');
    expect(paper([75, 75, 75], 75.51)).toBe('lower');
    expect(paper([75, 75, 75], 74.49)).toBe('higher');
    expect(paper([1, 1.01, 0.99], 1.3, false)).toBe('lower');
    expect(paper([1, 1.01, 0.99], 1.01, false)).toBe('reproduced');
  });

  it('needs profile paper, three seeds and a published value', () => {
    expect(paper([75, 75], 75)).toBe('scaled-down only');
    expect(paper([75, 75, 75])).toBe('scaled-down only');
    for (const profile of ['smoke', 'quick', 'cpu'] as const) {
      const measured = summarise([75, 75, 75]);
      expect(judgeCell({ profile, measured, published: 75, percent: true })).toBe('scaled-down only');
    }
  });

  it('says what is missing', () => {
    expect(judgeCell({ profile: 'paper', published: 75, percent: true })).toBe('not run');
    expect(judgeCell({ published: 75, percent: true })).toBe('published only');
  });
});
