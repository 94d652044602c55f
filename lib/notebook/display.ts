import { renderCompactPng } from '../figures/export';
import { tableHtml, type PageTable } from '../figures/page-table';
import { PLOT_CONFIG, type Figure } from '../figures/types';
import { display, kernelWriter, type MimeBundle } from './display-writer';
import { markdownTableText, tableOf, type TableSource } from './display-table';

export interface ShowOptions {
  /** File name offered when the reader saves the picture. */
  name?: string;
}

/**
 * Shows a figure as the output of the running cell: interactive where Plotly's renderer is (JupyterLab, VS Code),
 * as a PNG elsewhere (GitHub), in words for readers who cannot see it. Outside the kernel the words are printed.
 * Await it: the PNG is drawn by the packaged Chromium.
 */
export async function show(figure: Figure, options: ShowOptions = {}): Promise<void> {
  if (kernelWriter()) display(await figureBundle(figure, options));
  else display({ 'text/plain': figure.layout.meta.alt });
}

/** The output bundle of `show`. A PNG that cannot be drawn is left out with a warning; the rest still shows. */
export async function figureBundle(figure: Figure, options: ShowOptions = {}): Promise<MimeBundle> {
  const config = {
    ...PLOT_CONFIG,
    ...(options.name !== undefined && { toImageButtonOptions: { filename: options.name } }),
  };
  const bundle: MimeBundle = {
    'application/vnd.plotly.v1+json': { data: figure.data, layout: figure.layout, config },
    'text/plain': figure.layout.meta.alt,
  };
  try {
    bundle['image/png'] = (await renderCompactPng(figure)).toString('base64');
  } catch (error) {
    process.stderr.write(`figure shown without a PNG: ${(error as Error).message.split('\n')[0]}\n`);
  }
  return bundle;
}

/** Shows rows, a danfojs frame or a ready table. `digits`: decimals of numbers that are no integers; default 2. */
export function showTable(source: TableSource, options: { caption?: string; digits?: number } = {}): void {
  const table: PageTable = tableOf(source, options);
  const text = markdownTableText(table);
  display({ 'text/html': tableHtml(table), 'text/markdown': text, 'text/plain': text });
}

/** Shows trusted markup as it is; `text` is what a reader without HTML gets. */
export function showHtml(html: string, text: string): void {
  display({ 'text/html': html, 'text/plain': text });
}

/** Shows Markdown (with formulas between `$`); write it with `` md`…` ``, so that numbers come from records. */
export function showMarkdown(markdown: string): void {
  display({ 'text/markdown': markdown, 'text/plain': markdown });
}

/**
 * Markdown with values filled in: `` md`KD reaches ${mean} %.` ``. Numbers are rounded to four significant digits,
 * texts are escaped, so that a name with `_` or `*` stays a name. Backslashes stay, so formulas are written as in
 * LaTeX.
 */
export function md(parts: TemplateStringsArray, ...values: (number | string)[]): string {
  return parts.raw
    .map((part) => part.replaceAll('\\`', '`').replaceAll('\\${', '${'))
    .map((part, index) => part + (index < values.length ? filledIn(values[index]) : ''))
    .join('');
}

function filledIn(value: number | string): string {
  if (typeof value === 'string') return value.replace(/[\\`*_[\]<>|$#]/g, '\\$&');
  if (Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(4))).replace('-', '\u2212');
}
