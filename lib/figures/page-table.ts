import { escapeHtml } from './escape';

/** A cell: plain, or with a verdict shown as a badge, or with a small remark below. */
export type PageCell = string | number | null | { text?: string; verdict?: string; note?: string };

export interface PageTable {
  /** Says what the table holds; shown above it. */
  caption?: string;
  head: string[];
  /** The first cell of a row names the row. */
  rows: PageCell[][];
  /** What its words mean, one sentence each; shown below it. */
  notes?: readonly string[];
}

type Tone = 'good' | 'bad' | 'open' | 'none';

/** Tone and sign of each verdict: the sign and the words carry the meaning, the colour only helps. */
const VERDICTS: Record<string, [Tone, string]> = {
  reproduced: ['good', '✓'],
  supported: ['good', '✓'],
  lower: ['bad', '↓'],
  higher: ['bad', '↑'],
  contradicted: ['bad', '✗'],
  inconclusive: ['open', '?'],
  'scaled-down only': ['open', '◦'],
  'not run': ['none', '–'],
  'published only': ['none', '–'],
  'not testable here': ['none', '–'],
};

/** `inconclusive (about 12 seeds)` takes the look of `inconclusive`; unknown words look neutral. */
export function verdictBadge(verdict: string): string {
  const known = Object.keys(VERDICTS).find((word) => verdict.startsWith(word));
  const [tone, sign] = known === undefined ? (['none', '–'] as const) : VERDICTS[known];
  return `<span class="badge ${tone}"><span aria-hidden="true">${sign}</span> ${escapeHtml(verdict)}</span>`;
}

/** The table as HTML. Numbers stand to the right; an empty cell is a dash. */
export function tableHtml(table: PageTable): string {
  const numeric = table.head.map((_, column) => table.rows.every((row) => isNumeric(row[column] ?? null)));
  const kind = (column: number): string => (column > 0 && numeric[column] ? ' class="number"' : '');
  const head = table.head
    .map((text, column) => `<th scope="col"${kind(column)}>${escapeHtml(text)}</th>`)
    .join('');
  const body = table.rows.map((row) => {
    const cells = table.head.map((_, column) => {
      const content = cellHtml(row[column] ?? null);
      return column === 0 ? `<th scope="row">${content}</th>` : `<td${kind(column)}>${content}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  const caption = escapeHtml(table.caption ?? '');
  const notes = (table.notes ?? []).map((note) => `\n<p><small>${escapeHtml(note)}</small></p>`);
  // A wide table scrolls in its own box, which the keyboard can reach.
  return `<div class="table" role="region" aria-label="${caption || 'table'}" tabindex="0"><table>${caption && `<caption>${caption}</caption>`}
<thead><tr>${head}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>${notes.join('')}`;
}

function cellHtml(cell: PageCell): string {
  if (cell === null || cell === '') return '–';
  if (typeof cell !== 'object') return escapeHtml(String(cell));
  const parts = [
    cell.text === undefined ? '' : escapeHtml(cell.text),
    cell.verdict === undefined ? '' : verdictBadge(cell.verdict),
    cell.note === undefined ? '' : `<small>${escapeHtml(cell.note)}</small>`,
  ];
  return parts.filter(Boolean).join(' ');
}

/** Numbers and texts that begin like one, such as `71.2 ± 0.3 (n = 3)`. */
function isNumeric(cell: PageCell): boolean {
  const text =
    typeof cell === 'object' ? (cell?.text ?? (cell?.verdict === undefined ? '' : 'verdict')) : cell;
  return text === '' || typeof text === 'number' || /^[−+-]?\d/.test(text);
}
