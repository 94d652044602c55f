import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { PublishedValue, RunRecord } from '../../lib/base';
import { buildTable } from '../../lib/results/build-table';
import { exportTable } from '../../lib/results/export-table';
import { escapeLatex } from '../../lib/results/latex';
import { renderTable } from '../../lib/results/render-table';
import { networksOf } from '../../lib/results/table-view';
import type { TableView } from '../../lib/results/table-view';
import { cellOf, exampleSpec, recordsOf, tableOf } from './samples';

const pair = 'resnet56->resnet20';
const own = 'resnet14x2->resnet8 on c100-20@16';
const value = (
  row: string,
  column: string,
  number: number,
  change: Partial<PublishedValue> = {},
): PublishedValue => ({
  paper: 'p',
  table: 't',
  row,
  column,
  value: number,
  unit: '%',
  basis: 'exact',
  ...change,
});
const published = [value('KD', pair, 70.66), value('FitNet', pair, 69.21, { basis: 'secondary' })];
const paperKd = cellOf('kd', pair, 'paper', { seconds: 3600 });
const cpuKd = cellOf('kd', own, 'cpu');
const cpuCe = cellOf('ce', own, 'cpu');
const smokeKd = cellOf('kd', own, 'smoke');
const definition = tableOf([smokeKd, cpuCe, cpuKd, paperKd], {
  published: { file: 'p', rows: { kd: 'KD' } },
});
const at = (view: TableView, row: string, column: string) =>
  view.cells.find((cell) => cell.row === row && cell.column === column);

describe('a derived cell', () => {
  const gain = cellOf('kd gain', own, 'cpu', {
    spec: cpuKd.spec,
    derived: {
      needs: [cpuCe.spec],
      value: ([kd, ce]) => kd.metrics.last.top1 - ce.metrics.last.top1,
    },
  });
  const table = tableOf([gain], { quantity: { name: 'gain over CE', unit: 'points' } });

  it('shows a number made of the runs of one seed', () => {
    const records = [...recordsOf(cpuKd, [70, 71, 73]), ...recordsOf(cpuCe, [68, 67, 70])];
    const view = buildTable(table, records, []);
    expect(view.unit).toBe('points');
    expect(view.cells[0].measured).toMatchObject({ n: 3, mean: 3, seeds: [1, 2, 3] });
    expect(view.cells[0].measured?.runIds).toHaveLength(6);
    expect(renderTable(view)).toContain('gain over CE (points)');
  });

  it('counts a seed only where all of its runs are there', () => {
    const records = [...recordsOf(cpuKd, [70, 71, 73]), ...recordsOf(cpuCe, [68])];
    const [cell] = buildTable(table, records, []).cells;
    expect(cell.measured?.seeds).toEqual([1]);
    expect(cell.missingSeeds).toEqual([2, 3]);
  });
});

describe('published values of a table laid out otherwise', () => {
  const nll = cellOf('kd', `${pair}, NLL`, 'paper', {
    derived: { needs: [], value: ([run]) => run.metrics.last.nll },
  });
  const table = tableOf([nll], {
    published: {
      file: 'p',
      place: (one) =>
        one.row.startsWith(pair)
          ? { ...one, row: one.row.split(' / ')[1].toLowerCase(), column: `${pair}, ${one.column}` }
          : undefined,
    },
  });
  const printed = [
    value(`${pair} / KD`, 'NLL', 0.9, { unit: '1' }),
    value('another pair / KD', 'NLL', 0.8, { unit: '1' }),
  ];
  const withNll = (...values: number[]) =>
    recordsOf(nll, values).map((record, i) => {
      record.metrics.last.nll = values[i];
      return record;
    });

  it('are put where the table says, or left out', () => {
    const view = buildTable(table, [], printed);
    expect(view.cells).toHaveLength(1);
    expect(view.cells[0]).toMatchObject({ row: 'kd', published: { value: 0.9 }, verdict: 'not run' });
  });

  it('are not judged by points of percent where the unit is none', () => {
    const verdict = (...values: number[]) => buildTable(table, withNll(...values), printed).cells[0].verdict;
    expect(verdict(1.19, 1.2, 1.21)).toBe('higher');
    expect(verdict(0.89, 0.9, 0.91)).toBe('reproduced');
  });
});

describe('buildTable', () => {
  const view = buildTable(definition, recordsOf(cpuKd, [70, 71, 72]), published);

  it('gives smaller profiles columns of their own with the published cell empty', () => {
    expect(view.columns.map((column) => column.label)).toEqual([pair, `${own} (cpu)`]);
    expect(view.rows.map((row) => row.label)).toEqual(['ce', 'kd', 'FitNet']);
    const cell = at(view, 'kd', `${own} (cpu)`)!;
    expect(cell.published).toBeUndefined();
    expect(cell.verdict).toBe('scaled-down only');
    expect(cell.measured).toMatchObject({ n: 3, mean: 71, sd: 1, min: 70, max: 72, seeds: [1, 2, 3] });
    expect(cell.data).toBe('c100-20@16');
  });

  it('says what is not run and what is published only', () => {
    expect(at(view, 'ce', `${own} (cpu)`)!.verdict).toBe('not run');
    expect(at(view, 'kd', pair)).toMatchObject({ verdict: 'not run', published: { value: 70.66 } });
    expect(at(view, 'FitNet', pair)).toMatchObject({
      verdict: 'published only',
      published: { basis: 'secondary' },
    });
    expect(at(view, 'FitNet', `${own} (cpu)`)).toBeUndefined();
    expect(view.missingRuns).toBe(6);
    expect(view.missingSeconds).toBe(3 * 60 + 3 * 3600);
  });

  it('judges profile paper against the published value with the table’s selection rule', () => {
    const records = recordsOf(paperKd, [70.5, 70.6, 70.9]);
    const last = at(buildTable(definition, records, published), 'kd', pair)!;
    expect(last.verdict).toBe('reproduced');
    const best = buildTable({ ...definition, selection: 'bestTest' }, records, published);
    expect(at(best, 'kd', pair)!.verdict).toBe('higher');
    expect(best.optimistic).toBe(true);
    expect(at(buildTable(definition, records.slice(1), published), 'kd', pair)!.verdict).toBe(
      'scaled-down only',
    );
  });

  it('finds a run under another table, counts all stored seeds and names records without a cell', () => {
    const elsewhere = recordsOf(cpuKd, [70, 71, 72, 73], { table: 'other' });
    const old = recordsOf(cellOf('kd', 'an older recipe', 'cpu'), [1]);
    const found = buildTable(definition, [...elsewhere, ...old], published);
    expect(at(found, 'kd', `${own} (cpu)`)!.measured!.n).toBe(4);
    expect(found.orphans).toEqual([old[0].runId]);
    expect(view.orphans).toEqual([]);
  });

  it('leaves smoke out unless it is asked for or all there is', () => {
    expect(view.columns.some((column) => column.profile === 'smoke')).toBe(false);
    const asked = buildTable(definition, [], published, { profiles: ['smoke'] });
    expect(asked.columns.map((column) => column.label)).toEqual([pair, `${own} (smoke)`]);
    expect(buildTable(tableOf([smokeKd]), [], []).columns).toHaveLength(1);
  });

  it('moves a smaller profile off a published column: to its own row, or to the networks it used', () => {
    const noise = [value('CIFAR-10', 'eta=0.1', 93.98)];
    const ownRow = buildTable(tableOf([cellOf('Fashion-MNIST, 5k', 'eta=0.1', 'quick')]), [], noise);
    expect(ownRow.rows.map((row) => row.label)).toEqual(['CIFAR-10', 'Fashion-MNIST, 5k (quick)']);
    expect(ownRow.columns.map((column) => column.label)).toEqual(['eta=0.1']);
    const under = buildTable(tableOf([cellOf('CIFAR-10', 'eta=0.1', 'quick')]), [], noise);
    expect(under.columns.map((column) => column.label)).toEqual([
      'eta=0.1',
      'cnn28-small on c100-20@16 (quick)',
    ]);
    expect(at(under, 'CIFAR-10', 'eta=0.1')!.verdict).toBe('published only');
  });

  it('keeps quick and cpu of one column apart', () => {
    const both = buildTable(tableOf([cpuKd, cellOf('kd', own, 'quick')]), recordsOf(cpuKd, [70]), []);
    expect(both.columns.map((column) => column.label)).toEqual([`${own} (cpu)`, `${own} (quick)`]);
    expect(both.cells.map((cell) => cell.measured?.n)).toEqual([1, undefined]);
    expect(both.cells[0].measured).not.toHaveProperty('sd');
  });

  it('joins printed spreads to their values', () => {
    const spreads = [
      value('DIST', pair, 71.75),
      value('DIST (spread)', pair, 0.3, { unit: 'points' }),
      value('MobileNetV2', 'top-1', 70.65),
      value('MobileNetV2', 'spread', 0.35, { unit: 'points' }),
    ];
    const found = buildTable(tableOf([]), [], spreads);
    expect(found.cells).toHaveLength(2);
    expect(found.cells.map((cell) => cell.published!.sd)).toEqual([0.3, 0.35]);
  });

  it('shows ECE in percent where the paper does', () => {
    const ece = tableOf([paperKd], { metric: 'ece' });
    const found = buildTable(ece, recordsOf(paperKd, [1, 2, 3]), [
      value('kd', pair, 5.3, { unit: '% (x100)' }),
    ]);
    expect(found.cells[0].measured!.mean).toBeCloseTo(5, 12);
    expect(found.cells[0].verdict).toBe('reproduced');
  });

  it('refuses two cells in one place and a metric the records lack', () => {
    expect(() => buildTable(tableOf([cpuKd, { ...cpuKd }]), [], [])).toThrow("two cells stand at 'kd'");
    const validated = tableOf([cpuKd], { selection: 'bestValidation' });
    expect(() => buildTable(validated, recordsOf(cpuKd, [1]), [])).toThrow(
      "field 'metrics.bestValidation': found nothing",
    );
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
  });
});

describe('networksOf', () => {
  it('names teacher and student, a student alone and peers', () => {
    const { seed: _seed, ...spec } = exampleSpec;
    const of = (change: object) => networksOf({ ...cpuKd, spec: { ...spec, ...change } });
    expect(of({})).toBe('cnn28->cnn28-small');
    expect(of({ teacher: undefined })).toBe('cnn28-small');
    expect(of({ teacher: undefined, model: ['a', 'b'] })).toBe('a + b');
    expect(of({ teacher: { file: 'x', sha256: '', model: 'resnet56' } })).toBe('resnet56->cnn28-small');
  });
});

describe('renderTable', () => {
  const records: RunRecord[] = [...recordsOf(cpuKd, [70, 71, 72]), ...recordsOf(paperKd, [70.5, 70.6, 70.9])];
  const view = buildTable(definition, records, published);

  it('shows measured, published and verdict with a caption', () => {
    const text = renderTable(view);
    expect(text).toContain('A demonstration (example/demo; columns: teacher->student)');
    expect(text).toContain('71.00 ± 1.00 (3)');
    expect(text).toContain('70.67 ± 0.21 (3)');
    expect(text).toContain('published 70.66');
    expect(text).toContain('reproduced');
    expect(text).toContain('69.21†');
    expect(text).toContain('Top-1 accuracy in %, last epoch; measured: mean ± sample sd (seeds).');
    expect(text).toContain('† quoted or re-run by others');
    expect(text).toContain('cpu profile on c100-20@16: cnn28-small.');
    expect(text).toContain('Missing (teachers not counted): cpu: 3 runs, about 3 minutes on two cores.');
    expect(text).not.toContain('\u001b');
  });

  it('names a published row that is called otherwise, and best-test selection as optimistic', () => {
    const renamed = { ...definition, published: { file: 'p', rows: { kd: 'Hinton KD' } } };
    const values = [value('Hinton KD', pair, 70.66)];
    expect(renderTable(buildTable(renamed, [], values))).toContain('kd (published as Hinton KD)');
    expect(renderTable(buildTable({ ...definition, selection: 'bestTest' }, [], []))).toContain(
      '(optimistic)',
    );
  });

  it('says of each profile what is missing, and counts one as one', () => {
    const text = renderTable(buildTable(definition, recordsOf(paperKd, [70.5, 70.6]), published));
    expect(text).toContain(
      'cpu: 6 runs, about 6 minutes on two cores; paper: 1 run, about 60 minutes on a GPU.',
    );
    expect(renderTable(buildTable(tableOf([cpuKd]), recordsOf(cpuKd, [1, 2, 3]), []))).not.toContain(
      'Missing',
    );
  });

  it('says what names of rows mean, in exports too', () => {
    const noted = buildTable(tableOf([cpuKd], { notes: ['kd: distillation.'] }), [], []);
    expect(renderTable(noted)).toContain('\nkd: distillation.\n');
    expect(exportTable(noted, 'markdown')).toContain('\nkd: distillation.\n');
    expect(exportTable(noted, 'latex')).toContain('kd: distillation.');
    expect(view).not.toHaveProperty('notes');
  });

  it('has one line for each reconstructed detail, with its rows', () => {
    const rows = (change: Record<string, string>, from: PublishedValue[] = []) => {
      const cells = Object.entries(change).flatMap(([row, reconstruction]) =>
        ['one', 'two'].map((column) =>
          cellOf(row, column, 'cpu', reconstruction === '' ? {} : { reconstruction }),
        ),
      );
      const lines = renderTable(buildTable(tableOf(cells, { published: { file: 'p' } }), [], from)).split(
        '\n',
      );
      return lines.filter((line) => line.startsWith('Reconstruction'));
    };
    expect(rows({ a: 'x', b: 'x', c: 'y', d: 'y' })).toEqual([
      "Reconstruction in 'a', 'b': x.",
      "Reconstruction in 'c', 'd': y.",
    ]);
    expect(rows({ a: 'x', b: 'x', c: 'x' })).toEqual(['Reconstruction in all rows: x.']);
    expect(rows({ a: 'x', b: 'x', c: 'x', d: '' })).toEqual(["Reconstruction in all rows but 'd': x."]);
    expect(rows({ a: 'x' })).toEqual(["Reconstruction in 'a': x."]);
    expect(rows({ a: 'x', b: 'x' }, [value('theirs', 'elsewhere', 1)])).toEqual([
      'Reconstruction in all rows that are not published only: x.',
    ]);
  });

  it('breaks columns that do not fit into further blocks', () => {
    const wide = buildTable(
      tableOf([]),
      [],
      [1, 2, 3, 4].map((i) => value('KD', `network-${i}->network-${i}`, i)),
    );
    const lines = renderTable(wide, 60).split('\n');
    expect(lines.filter((line) => line.includes('method'))).toHaveLength(2);
    expect(
      Math.max(...lines.filter((line) => /[│┌]/.test(line)).map((line) => line.length)),
    ).toBeLessThanOrEqual(60);
  });
});

describe('exportTable', () => {
  const tricky = buildTable(
    tableOf([], { title: 'A & B_1 | 100 %' }),
    [],
    [value('=cmd|calc', 'a->b', 1.5), value('50% & ε=0.1_x', 'a->b', -0.25)],
  );

  it('writes one CSV line a cell, reads back, and lets no name start a formula', () => {
    const rows = parse<Record<string, string>>(exportTable(tricky, 'csv'), { columns: true });
    expect(rows.map((row) => row.row)).toEqual(["'=cmd|calc", '50% & ε=0.1_x']);
    expect(rows.map((row) => row.published)).toEqual(['1.5', '-0.25']);
    const measured = buildTable(definition, recordsOf(cpuKd, [70, 71, 72]), published);
    const [cell] = parse<Record<string, string>>(exportTable(measured, 'csv'), { columns: true }).filter(
      (row) => row.mean !== '',
    );
    expect(cell).toMatchObject({ row: 'kd', profile: 'cpu', mean: '71', sd: '1', n: '3', seeds: '1 2 3' });
    expect(cell.verdict).toBe('scaled-down only');
  });

  it('writes LaTeX that prints names as they stand', () => {
    const text = exportTable(tricky, 'latex');
    expect(text).toContain('50\\% \\& $\\varepsilon$=0.1\\_x & -0.25 \\\\');
    expect(text).toContain('\\caption{A \\& B\\_1 \\textbar{} 100 \\%.');
    expect(text).toContain('method & a$\\rightarrow$b \\\\');
    expect(text.match(/\\begin/g)).toHaveLength(2);
    expect(escapeLatex('\\input{x}~^$#')).toBe(
      '\\textbackslash{}input\\{x\\}\\textasciitilde{}\\textasciicircum{}\\$\\#',
    );
    expect(escapeLatex('two\nlines')).toBe('two lines');
  });

  it('writes a Markdown table with as many columns in every line', () => {
    const text = exportTable(tricky, 'markdown');
    const lines = text.split('\n').filter((line) => line.startsWith('|'));
    expect(lines).toHaveLength(4);
    expect(lines.map((line) => line.replace(/\\\|/g, '').split('|').length)).toEqual([4, 4, 4, 4]);
    expect(text).toContain('=cmd\\|calc');
  });
});
