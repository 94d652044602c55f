import { join } from 'node:path';
import { counted, folders } from '../base';
import type { PaperDefinition, RunRecord, TableDefinition } from '../base';
import { exportFigures, writeIndexPage, writePage } from '../figures';
import type { IndexPage, NamedFigure, PageSection, PageTable } from '../figures';
import { EXPLORER_PAGE, writeExplorerPage } from '../figures/explorer/page';
import { measuredPoints } from '../figures/explorer/points';
import { readRecords, verdictCounts } from '../results';
import type { CellView, TableView } from '../results';
import { conditionFigure, tableFigures } from './figures';
import { LOSSES_PAGE, lossSections } from './losses-page';
import { judgePaper, viewTable } from './judge';
import type { PaperClaim } from './judge';
import { cellTable, claimTable } from './page-tables';
import { PAPERS, PAPER_FIGURES } from './registry';

export interface ReportResult {
  pages: string[];
  figures: string[];
  claims: PaperClaim[];
}

/**
 * Rebuilds every figure, table and page from the stored records; needs no data set and never trains.
 * @param notebooks pages of notebooks that the index lists, too
 */
export async function buildReport(
  onStep: (text: string) => void = () => {},
  notebooks: IndexPage['pages'] = [],
): Promise<ReportResult> {
  const records = readRecords(folders().records);
  const claims = judgePaper(undefined, records);
  const pages: string[] = [];
  const figures: NamedFigure[] = [];
  for (const paper of PAPERS) {
    onStep(`page of ${paper.name}`);
    const built = paperSections(
      paper,
      records,
      claims.filter((claim) => claim.paper === paper.name),
    );
    figures.push(...built.figures);
    const file = join(folders().pages, `${paper.name}.html`);
    await writePage({
      title: paper.title,
      lead: paper.citation,
      file,
      index: 'index.html',
      sections: built.sections,
    });
    pages.push(file);
  }
  onStep('page of the losses');
  const losses = join(folders().pages, LOSSES_PAGE.file);
  await writePage({ ...LOSSES_PAGE, file: losses, index: 'index.html', sections: lossSections() });
  pages.push(losses);
  onStep('the explorer');
  pages.push(await writeExplorerPage(folders().pages, measuredPoints(records)));
  onStep(`${counted(figures.length, 'figure')} as PNG and SVG`);
  const written = await exportFigures(figures, folders().figures);
  const index = join(folders().pages, 'index.html');
  await writeIndexPage({
    title: 'kdlab',
    lead: 'Measured beside published, with a verdict for each claim. Everything on these pages comes from stored records.',
    file: index,
    pages: [
      ...notebooks,
      EXPLORER_ENTRY,
      ...PAPERS.map((paper) => pageEntry(paper, claims)),
      {
        title: LOSSES_PAGE.title,
        href: LOSSES_PAGE.file,
        description: 'Formula, gradient, source, defaults and traps of each, with curves',
      },
    ],
  });
  return { pages: [index, ...pages], figures: written, claims };
}

const EXPLORER_ENTRY = {
  title: 'Explorer: when do wrong soft labels still teach?',
  href: EXPLORER_PAGE,
  description:
    'Move the theory with sliders, with all stored runs on it; drop your own soft labels for a report',
};

function pageEntry(paper: PaperDefinition, claims: PaperClaim[]) {
  const own = claims.filter((claim) => claim.paper === paper.name);
  return {
    title: paper.title,
    href: `${paper.name}.html`,
    description: `${counted(paper.tables.length, 'table')}; claims: ${verdictCounts(own)}`,
  };
}

function paperSections(paper: PaperDefinition, records: readonly RunRecord[], claims: PaperClaim[]) {
  const sections: PageSection[] = [
    {
      heading: 'Claims',
      table: {
        ...claimTable(claims, 'Claims, written down with margin and seeds before the runs'),
        notes: paper.terms,
      },
    },
  ];
  const figures: NamedFigure[] = [];
  for (const table of paper.tables) {
    const view = viewTable(table, records);
    const drawn = tableFigures(table, records);
    figures.push(...drawn);
    sections.push({
      heading: table.title,
      table: tableOf(table, view),
      figures: drawn.map(({ figure }) => figure),
    });
  }
  const own = PAPER_FIGURES[paper.name]?.(records) ?? [];
  if (own.length > 0) {
    figures.push(...own);
    sections.push({ heading: "The paper's own figures", figures: own.map(({ figure }) => figure) });
  }
  const conditions = conditionFigure(paper, records);
  if (conditions) {
    figures.push(conditions);
    sections.push({
      heading: 'The teachers as biased soft labels',
      markdown:
        'Unreliability η is how often the truth is missing from the k most probable classes, ambiguity γ how often the most confusable wrong class is among them. Theorems 1 and 2 of *Learning From Biased Soft Labels* hold in the shaded regions.',
      figure: conditions.figure,
    });
  }
  sections.push({
    heading: 'Differences to the papers',
    markdown: paper.differences.map((text) => `- ${text}`).join('\n'),
  });
  return { sections, figures };
}

/** The cells of a table, column by column. */
function tableOf(table: TableDefinition, view: TableView): PageTable {
  const order = (cell: CellView) => view.columns.findIndex((column) => column.label === cell.column);
  const cells = [...view.cells].sort((a, b) => order(a) - order(b));
  const rule = view.optimistic ? ' (best test epoch: optimistic)' : '';
  return cellTable(
    view,
    cells,
    `${table.title}: ${view.quantity ?? `${view.metric} in ${view.unit}`}, ${view.selection} epoch${rule}`,
  );
}
