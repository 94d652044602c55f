import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { InputError } from '../base';
import { writePage } from '../figures';
import type { Figure, PageSection } from '../figures';
import { escapeHtml } from '../figures/escape';

interface NotebookCell {
  cell_type: 'markdown' | 'code' | 'raw';
  source: string | string[];
  outputs?: NotebookOutput[];
}

interface NotebookOutput {
  output_type: string;
  name?: string;
  text?: string | string[];
  data?: Record<string, unknown>;
}

/**
 * An executed notebook as a page that works offline: prose with its formulas set, code, outputs; figures are
 * live. A section begins at each second-level heading.
 */
export async function writeNotebookPage(
  notebook: string,
  file: string,
  { index = 'index.html', assets }: { index?: string; assets?: string } = {},
): Promise<void> {
  const { cells } = JSON.parse(readFileSync(notebook, 'utf8')) as { cells?: NotebookCell[] };
  if (!Array.isArray(cells)) throw new InputError(`${notebook}: not a notebook (it has no list of cells)`);
  const title = titleOf(cells) ?? basename(notebook, '.ipynb');
  const sections: PageSection[] = [];
  for (const cell of cells) {
    const text = joined(cell.source);
    if (cell.cell_type === 'markdown') {
      for (const part of text.replace(/^# .*\n?/, '').split(/^(?=## )/m)) addProse(sections, part);
    } else if (cell.cell_type === 'code') {
      sections.push({ heading: '', html: `<pre class="code"><code>${escapeHtml(text)}</code></pre>` });
      for (const output of cell.outputs ?? []) sections.push(outputSection(output));
    }
  }
  await writePage({
    title,
    file,
    index,
    ...(assets && { assets }),
    sections: sections.filter((section) => !isEmpty(section)),
  });
}

/** First heading of a notebook, given as the text of its file. */
export function notebookTitle(text: string): string | undefined {
  return titleOf((JSON.parse(text) as { cells?: NotebookCell[] }).cells ?? []);
}

function titleOf([first]: readonly NotebookCell[]): string | undefined {
  return /^# (.*)$/m.exec(joined(first?.source ?? ''))?.[1];
}

function addProse(sections: PageSection[], part: string): void {
  if (part.trim() === '') return;
  const heading = /^## (.*)\n?/.exec(part);
  sections.push({ heading: heading?.[1] ?? '', markdown: heading ? part.slice(heading[0].length) : part });
}

function outputSection(output: NotebookOutput): PageSection {
  if (output.output_type === 'stream') return { heading: '', html: pre(joined(output.text ?? '')) };
  const data = output.data ?? {};
  const figure = data['application/vnd.plotly.v1+json'] as Figure | undefined;
  if (figure) return { heading: '', figure: { data: figure.data, layout: figure.layout } };
  if (data['text/html'] !== undefined)
    return { heading: '', html: joined(data['text/html'] as string | string[]) };
  if (data['text/markdown'] !== undefined)
    return { heading: '', markdown: joined(data['text/markdown'] as string | string[]) };
  return { heading: '', html: pre(joined((data['text/plain'] ?? '') as string | string[])) };
}

function pre(text: string): string {
  return text.trim() === '' ? '' : `<pre class="output">${escapeHtml(text)}</pre>`;
}

function joined(source: string | string[]): string {
  return Array.isArray(source) ? source.join('') : source;
}

function isEmpty(section: PageSection): boolean {
  return !section.heading && !section.markdown?.trim() && !section.html && !section.figure;
}
