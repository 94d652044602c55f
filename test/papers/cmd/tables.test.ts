import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configId, folders } from '../../../lib/base';
import { PAPERS, publishedValues, tableById } from '../../../lib/papers';
import { BEST, settings, trainedRows } from '../../../lib/papers/cmd/proselflc-rows';
import { readPublished } from '../../../lib/results';

describe('the core set', () => {
  const cpu = tableById('cmd/noise').cells.filter(({ profile }) => profile === 'cpu');

  it('is five exchanges with three label losses on two kinds of noise, within 75 minutes at 3 seeds', () => {
    expect(new Set(cpu.map(({ row }) => row)).size).toBe(5);
    expect(new Set(cpu.map(({ column }) => column)).size).toBe(6);
    expect(cpu).toHaveLength(30);
    expect(new Set(cpu.map(({ spec }) => configId({ ...spec, seed: 1 }))).size).toBe(30);
    expect((3 * cpu.reduce((sum, { seconds }) => sum + seconds, 0)) / 60).toBeLessThan(75);
  });

  it('fixes images and wrong labels for all seeds', () => {
    for (const { spec } of cpu) {
      expect(spec.data.subsetSeed).toBe(1);
      expect(spec.data.labelTransform).toBeDefined();
    }
  });

  it('decides M1, M2, M4 to M7, M10 and M11 by itself, with three rows of ProSelfLC’s table M12 too', () => {
    const cmd = PAPERS.find(({ name }) => name === 'cmd')!;
    for (const id of ['M1', 'M1b', 'M2', 'M2b', 'M2c', 'M4', 'M4b', 'M5', 'M6', 'M7', 'M7b', 'M10', 'M11']) {
      const { runs } = cmd.claims.find((claim) => claim.id === id)!;
      expect(runs!.table, id).toBe('noise');
      for (const wanted of runs!.cells) expect(cpu).toContainEqual(expect.objectContaining(wanted));
    }
    const numbers = cmd.claims.map(({ id }) => Number(/^M(\d+)/.exec(id)![1]));
    expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
  });
});

describe('ProSelfLC’s tables', () => {
  const printed = readPublished(join(folders().published, 'proselflc-table5.csv'));

  it('Table 4 takes the settings that are best in Table 5, column by column', () => {
    for (const column of Object.keys(BEST)) {
      const names = (prefix: string) =>
        printed.filter((one) => one.column === column && one.row.startsWith(prefix));
      for (const [prefix, row] of [
        ['LS', 'label-smoothing'],
        ['CP', 'confidence-penalty'],
        ['Boot-soft', 'boot-soft'],
        ['ProSelfLC', 'proselflc'],
      ]) {
        const { method } = trainedRows(column).find((one) => one.row === row)!;
        const chosen = settings.find((one) => one.method === method)!;
        const best = Math.max(...names(prefix).map(({ value }) => value));
        expect(names(prefix).find((one) => one.row === chosen.table5)!.value, `${row} at ${column}`).toBe(
          best,
        );
      }
    }
  });

  it.each([
    ['proselflc/table3', 29 - 3],
    ['proselflc/table4', 60 - 12], // Forward and D2L stay published only
    ['proselflc/table5', 105],
    ['proselflc/table7', 12],
    ['dml/two-networks', 44],
  ])('%s has a specification for %i published cells', (id, count) => {
    const table = tableById(id);
    const published = publishedValues(table);
    const printedRows = table.published!.rows ?? {};
    const places = new Set(published.map(({ row, column }) => `${row} × ${column}`));
    const cells = table.cells.filter(({ profile }) => profile === 'paper');
    const found = cells.filter(({ row, column }) => places.has(`${printedRows[row] ?? row} × ${column}`));
    expect(found).toHaveLength(count);
    expect(found).toHaveLength(cells.length);
  });
});
