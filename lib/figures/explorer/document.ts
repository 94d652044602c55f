import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { projectRoot } from '../../base/paths';
import type { CheckReport } from '../../theory/check';
import { escapeHtml } from '../escape';
import { checkReportHtml } from './check-report';
import { dropMarkup, explorerMarkup } from './markup';
import type { MeasuredPoint } from './points';
import { CHART_STYLE, DOCUMENT_STYLE, EXPLORER_STYLE } from './style';

let script: string | undefined;

/** The explorer's script in one piece: the theory's own code, made for browsers by esbuild. */
export function explorerScript(): string {
  script ??= buildSync({
    entryPoints: [join(projectRoot(), 'lib', 'figures', 'explorer', 'client.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
  })
    .outputFiles[0].text.trim()
    .replaceAll('</script', '<\\/script');
  return script;
}

/** Explorer and drop zone for a page: trusted markup with its own style and script. */
export function explorerHtml(points: readonly MeasuredPoint[]): { explorer: string; drop: string } {
  return {
    explorer: `<style>${EXPLORER_STYLE}</style>\n${explorerMarkup(points)}`,
    drop: `${dropMarkup()}\n<script>${explorerScript()}</script>`,
  };
}

/** Forbids everything but what the document carries itself. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline' blob:; worker-src blob:; style-src 'unsafe-inline'; img-src data:; connect-src 'none'; form-action 'none'; base-uri 'none'";

/** The explorer as a document of its own, for the frame of a notebook's output. It tells the frame its height. */
export function explorerDocument(points: readonly MeasuredPoint[]): string {
  const { explorer, drop } = explorerHtml(points);
  const height = `<script>new ResizeObserver(() => parent.postMessage({ kdlabHeight: document.documentElement.offsetHeight }, '*')).observe(document.documentElement);</script>`;
  return documentHtml(
    'Soft-label explorer',
    `${explorer}\n<h2>Your own soft labels</h2>\n${drop}\n${height}`,
    '',
  );
}

/** The report of `kdlab check --html` as one file without scripts. */
export function checkDocument(report: CheckReport, name: string): string {
  const title = `Soft-label report: ${name}`;
  return documentHtml(title, `<h1>${escapeHtml(title)}</h1>\n${checkReportHtml(report)}`, CHART_STYLE);
}

function documentHtml(title: string, main: string, style: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${DOCUMENT_STYLE}${style}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;
}
