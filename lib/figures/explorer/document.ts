import type { CheckReport } from '../../theory/check';
import { escapeHtml } from '../escape';
import { HEIGHT_SCRIPT, clientScript, standaloneHtml } from '../standalone';
import { checkReportHtml } from './check-report';
import { dropMarkup, explorerMarkup } from './markup';
import type { MeasuredPoint } from './points';
import { CHART_STYLE, DOCUMENT_STYLE, EXPLORER_STYLE } from './style';

/** Explorer and drop zone for a page: trusted markup with its own style and script. */
export function explorerHtml(points: readonly MeasuredPoint[]): { explorer: string; drop: string } {
  return {
    explorer: `<style>${EXPLORER_STYLE}</style>\n${explorerMarkup(points)}`,
    drop: `${dropMarkup()}\n<script>${clientScript('explorer')}</script>`,
  };
}

/** The explorer as a document of its own, for the frame of a notebook's output. It tells the frame its height. */
export function explorerDocument(points: readonly MeasuredPoint[]): string {
  const { explorer, drop } = explorerHtml(points);
  return standaloneHtml({
    title: 'Soft-label explorer',
    style: DOCUMENT_STYLE,
    main: `${explorer}\n<h2>Your own soft labels</h2>\n${drop}\n${HEIGHT_SCRIPT}`,
    workers: true,
  });
}

/** The report of `kdlab check --html` as one file without scripts. */
export function checkDocument(report: CheckReport, name: string): string {
  const title = `Soft-label report: ${name}`;
  return standaloneHtml({
    title,
    style: DOCUMENT_STYLE + CHART_STYLE,
    main: `<h1>${escapeHtml(title)}</h1>\n${checkReportHtml(report)}`,
    workers: true,
  });
}
