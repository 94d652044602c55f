import { describe, expect, it } from 'vitest';
import type { PublishedValue } from '../../lib/base';
import { cellTable, claimTable, gridTable } from '../../lib/papers';
import type { PaperClaim } from '../../lib/papers';
import { buildTable } from '../../lib/results';
import { cellOf, recordsOf, tableOf } from '../results/samples';

const pair = 'resnet56->resnet20';
const own = 'resnet14x2->resnet8 on c100-20@16';
const kd = cellOf('kd', own, 'cpu');
const printed = cellOf('kd', pair, 'paper', { reconstruction: 'some detail' });
const only: PublishedValue = {
  ...{ paper: 'p', table: 't', row: 'kd', column: pair, value: 70.66, unit: '%', basis: 'exact' },
};

describe('a table in a grid', () => {
  const view = buildTable(tableOf([kd, printed]), recordsOf(kd, [70, 71, 72]), [only]);

  it('has methods down and columns across, measured and published never in one place', () => {
    expect(gridTable(view, view.cells, 'caption')).toEqual({
      caption: 'caption',
      head: ['method', pair, `${own} (cpu)`],
      rows: [
        [
          { text: 'kd', note: 'reconstruction' },
          { text: 'published 70.66 (exact)', note: 'not run' },
          { text: '71.00 ± 1.00 (n = 3)' },
        ],
      ],
    });
  });

  it('says what is to be said of a measured number beside its published one', () => {
    const ran = buildTable(tableOf([printed]), recordsOf(printed, [70, 70.6, 71.2]), [only]);
    expect(gridTable(ran, ran.cells, '').rows[0][1]).toEqual({
      text: '70.60 ± 0.60 (n = 3)',
      note: 'published 70.66 (exact); reproduced',
    });
  });

  it('takes the notes of the table along', () => {
    const noted = buildTable(tableOf([kd], { notes: ['kd: distillation.'] }), [], []);
    for (const table of [gridTable(noted, noted.cells, ''), cellTable(noted, noted.cells, '')])
      expect(table.notes).toEqual(['kd: distillation.']);
  });

  it('leaves out rows and columns of which no cell is shown', () => {
    const cells = view.cells.filter(({ profile }) => profile === 'cpu');
    expect(gridTable(view, cells, '').head).toEqual(['method', `${own} (cpu)`]);
  });
});

describe('a table of claims', () => {
  it('shows no number as 0.00 that the verdict rests on', () => {
    const claim: PaperClaim = {
      ...{ id: 'B10', paper: 'p', statement: 'They differ by less than 0.001', kind: 'simulation' },
      ...{
        verdict: 'supported',
        text: 'supported',
        side: 'below',
        margin: 0.001,
        unit: 'largest difference',
      },
      ...{ effect: 0.0005526, interval: { low: 0.00043345, high: 0.00067172 }, values: [1, 2, 3] },
      ...{ seeds: [], records: [], missingRuns: 0 },
    };
    expect(claimTable([claim], '', ['claimed', 'effect', '95 % interval']).rows).toEqual([
      ['< 0.001', { text: '0.00055', note: 'largest difference' }, '0.00043 to 0.00067'],
    ]);
  });
});
