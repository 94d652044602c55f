import { describe, expect, it } from 'vitest';
import { lines, theoremCheck } from '../../lib/figures';
import { theoremTable } from '../../lib/notebook/theory-views';
import { EXECUTABLE_THEOREMS, statementVerdicts } from '../../lib/theory/index';
import type { TheoremCheck } from '../../lib/theory/index';

const check: TheoremCheck = {
  ...EXECUTABLE_THEOREMS['missing-factor']({ effort: 0.05 }),
  title: 'A <b>check</b>',
  values: [
    {
      label: 'n 4: chance',
      printed: { relation: '=', value: 7 },
      corrected: { relation: '=', value: 0.4 },
      measured: 0.41,
      interval: [0.39, 0.43],
      agrees: { printed: false, corrected: true },
    },
    {
      label: 'n 6: chance',
      printed: null,
      corrected: { relation: '≤', value: 0.1 },
      measured: 0.05,
      interval: [0.02, Infinity],
      agrees: { printed: null, corrected: true },
    },
  ],
  headline: 'n 4: chance',
};

describe('theoremCheck', () => {
  const figure = theoremCheck(check);
  const trace = (name: string) => figure.data.find((one) => one.name === name);

  it('draws values with intervals, and statements as open or filled marks', () => {
    expect(trace('simulated, 99 % intervals')).toMatchObject({ x: [0.41, 0.05], y: [2, 1] });
    expect(trace('printed, excluded')).toMatchObject({ x: [7], marker: { symbol: ['diamond'] } });
    expect(trace('corrected')).toMatchObject({
      x: [0.4, 0.1],
      marker: { symbol: ['diamond-open', 'triangle-left-open'] },
    });
    expect(trace('printed, agrees')).toBeUndefined();
  });

  it('takes a logarithmic axis for wide positive values, and the common ending as its title', () => {
    expect(figure.layout.xaxis).toMatchObject({ type: 'log', title: { text: 'chance' } });
    expect(figure.layout.yaxis).toMatchObject({ ticktext: ['n 4', 'n 6'] });
    expect(figure.layout.title).toMatchObject({ text: 'A &lt;b&gt;check&lt;/b&gt;' });
  });

  it('ends an open interval where the largest value lies', () => {
    const { array } = trace('simulated, 99 % intervals')!.error_x as { array: number[] };
    expect(array[1]).toBeCloseTo(7 - 0.05, 12);
  });

  it.each(Object.keys(EXECUTABLE_THEOREMS))('is plain JSON with words for %s', (id) => {
    const found = EXECUTABLE_THEOREMS[id]({ effort: 0.01 });
    const real = theoremCheck(found);
    expect(JSON.parse(JSON.stringify(real))).toEqual(real);
    expect(real.layout.meta.alt).not.toMatch(/NaN|undefined|Infinity/);
    const { printed, corrected } = statementVerdicts(found);
    expect(real.layout.meta.alt).toContain(
      `The printed statement ${printed}, the corrected one ${corrected}.`,
    );
  });

  it('says that a statement predicts nothing, as the box and the table do', () => {
    const silent = { ...check, values: check.values.map((value) => ({ ...value, printed: null })) };
    expect(theoremCheck(silent).layout.meta.alt).toContain('The printed statement says nothing here');
  });
});

describe('theoremTable', () => {
  it('says for each result what the print and the correction are worth', () => {
    const { rows, head } = theoremTable([{ ...check, holds: { printed: false, corrected: true } }]);
    expect(rows[0]).toHaveLength(head.length);
    expect(rows[0].slice(1)).toEqual([
      'n 4: chance',
      { text: '0.410', note: check.interval.map((end) => end.toPrecision(3)).join(' to ') },
      'is excluded',
      'agrees',
    ]);
    const silent = { ...check, values: check.values.map((value) => ({ ...value, printed: null })) };
    expect(theoremTable([silent]).rows[0][3]).toBe('says nothing here');
  });
});

describe('lines', () => {
  it('breaks at what is no number and keeps references out of colours and words', () => {
    const figure = lines(
      [
        { name: 'diagonal', x: [0, 1], y: [0, 1], reference: true },
        { name: 'n_0', x: [0, 1, 2], y: [NaN, 10, Infinity] },
        { name: 'void', x: [0], y: [null] },
      ],
      { title: 'Lines', x: 'η', y: 'samples', logY: true, rangeY: [1, 1000] },
    );
    expect(figure.data[1]).toMatchObject({ y: [null, 10, null], line: { dash: 'solid' } });
    expect(figure.layout.yaxis).toMatchObject({ type: 'log', range: [0, 3] });
    expect(figure.layout.meta.alt).toContain('n_0: from 10 to 10; void: nowhere');
    expect(figure.layout.meta.alt).not.toContain('diagonal');
  });
});
