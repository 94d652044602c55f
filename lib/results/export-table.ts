import { stringify } from 'csv-stringify/sync';
import { markdownTable } from 'markdown-table';
import { captionLines, cellFinder, cellLines, digitsOf } from './cell-text';
import { escapeLatex } from './latex';
import { rowName } from './render-table';
import type { TableView } from './table-view';

export type ExportFormat = 'csv' | 'latex' | 'markdown';

/** A table as text for a paper or a spreadsheet. CSV has one line a cell, the others rows and columns. */
export function exportTable(view: TableView, format: ExportFormat): string {
  switch (format) {
    case 'csv':
      return csv(view);
    case 'latex':
      return latex(view);
    case 'markdown':
      return markdown(view);
  }
}

function csv(view: TableView): string {
  const rows = view.cells.map((cell) => ({
    paper: view.paper,
    table: view.table,
    row: inert(cell.row),
    column: inert(cell.column),
    profile: cell.profile,
    networks: cell.networks,
    data: cell.data,
    metric: view.metric,
    selection: view.selection,
    published: cell.published?.value,
    publishedSd: cell.published?.sd,
    publishedUnit: cell.published?.unit,
    basis: cell.published?.basis,
    mean: cell.measured?.mean,
    sd: cell.measured?.sd,
    n: cell.measured?.n,
    seeds: cell.measured?.seeds.join(' '),
    verdict: cell.verdict,
  }));
  const columns = ['paper', 'table', 'row', 'column', 'profile', 'networks', 'data', 'metric', 'selection'];
  columns.push('published', 'publishedSd', 'publishedUnit', 'basis', 'mean', 'sd', 'n', 'seeds', 'verdict');
  return stringify(rows, { header: true, columns });
}

/** A name that a spreadsheet would take for a formula gets the apostrophe that makes it text. */
function inert(name: string): string {
  return /^[=+\-@\t\r]/.test(name) ? `'${name}` : name;
}

function grid(view: TableView): { head: string[]; body: string[][] } {
  const find = cellFinder(view);
  const digits = digitsOf(view);
  return {
    head: [view.rowLabel, ...view.columns.map((column) => column.label)],
    body: view.rows.map((row) => [
      rowName(row),
      ...view.columns.map((column) => cellLines(find(row.label, column.label), digits).join(', ')),
    ]),
  };
}

function latex(view: TableView): string {
  const { head, body } = grid(view);
  const line = (cells: string[]): string => `    ${cells.map(escapeLatex).join(' & ')} \\\\`;
  return [
    '% needs \\usepackage{booktabs} and \\usepackage{textcomp}',
    '\\begin{table}',
    `  \\caption{${escapeLatex([`${view.title}.`, ...captionLines(view)].join(' '))}}`,
    `  \\label{tab:${view.paper}-${view.table}}`,
    `  \\begin{tabular}{l${'c'.repeat(view.columns.length)}}`,
    '    \\toprule',
    line(head),
    '    \\midrule',
    ...body.map(line),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n');
}

function markdown(view: TableView): string {
  const { head, body } = grid(view);
  const plain = (text: string): string =>
    text.replace(/\|/g, '\\|').replace(/\n/g, ' ').replace(/</g, '&lt;');
  const table = markdownTable([head, ...body].map((row) => row.map(plain)));
  return `**${plain(view.title)}**\n\n${table}\n\n${captionLines(view).map(plain).join('\n')}\n`;
}
