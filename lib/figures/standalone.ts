import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { projectRoot } from '../base/paths';
import { escapeHtml } from './escape';

const scripts = new Map<string, string>();

/** The script of a folder's `client.ts` in one piece, the library's own code made for browsers by esbuild; made once. */
export function clientScript(folder: 'crld-panel' | 'explorer'): string {
  const known = scripts.get(folder);
  if (known !== undefined) return known;
  const made = buildSync({
    entryPoints: [join(projectRoot(), 'lib', 'figures', folder, 'client.ts')],
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
  scripts.set(folder, made);
  return made;
}

/** Tells the frame that holds the document its height. */
export const HEIGHT_SCRIPT = `<script>new ResizeObserver(() => parent.postMessage({ kdlabHeight: document.documentElement.offsetHeight }, '*')).observe(document.documentElement);</script>`;

export interface Standalone {
  title: string;
  style: string;
  /** Trusted markup. */
  main: string;
  /** Markup behind it, such as scripts. */
  behind?: string;
  /** Whether its scripts may start workers. */
  workers?: boolean;
}

/** A document for a frame or a file of its own. Its policy forbids everything but what the document carries itself. */
export function standaloneHtml({ title, style, main, behind = '', workers = false }: Standalone): string {
  const [script, worker] = workers ? [' blob:', ' worker-src blob:;'] : ['', ''];
  const policy = `default-src 'none'; script-src 'unsafe-inline'${script};${worker} style-src 'unsafe-inline'; img-src data:; connect-src 'none'; form-action 'none'; base-uri 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${main}
</main>
${behind}</body>
</html>
`;
}
