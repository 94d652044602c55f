import { describe, expect, it } from 'vitest';
import { roomForLegend } from '../../lib/figures/legend-room';
import { layout } from '../../lib/figures/theme';
import type { Figure } from '../../lib/figures/types';

const figure = (names: string[], hidden: string[] = []): Figure => ({
  data: [
    ...names.map((name) => ({ type: 'scatter' as const, name })),
    ...hidden.map((name) => ({ type: 'scatter' as const, name, showlegend: false })),
  ],
  layout: layout('A title', 'words'),
});
const top = ({ layout: { margin } }: Figure) => (margin as { t: number }).t;

describe('roomForLegend', () => {
  it('leaves a legend of one row alone, whatever stands outside it', () => {
    const given = figure(['one', 'two', 'three'], ['a name that nobody sees '.repeat(9)]);
    expect(roomForLegend(given)).toEqual(given);
  });

  it('makes the same room above the plot and in the height for each further row', () => {
    const long = Array.from({ length: 6 }, (_, i) => `cmd-p tightening, wrong labels ${i}`);
    const [given, roomy] = [figure(long), roomForLegend(figure(long))];
    expect(top(roomy) - top(given)).toBe(40); // two columns of three rows
    expect(roomy.layout.height - given.layout.height).toBe(40);
  });
});
