import { copyFile, mkdir, readFile, readdir, rename, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { plotlyBundle } from './export';
import { PLOT_CONFIG } from './types';

/** Readable at any width and on paper; only fonts that are already there. */
const STYLE = `:root { color-scheme: light; --ink: #1c2126; --soft: #55606b; --line: #d9dee3; --accent: #0a5c91; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: #fff; font: 17px/1.6 'Open Sans', 'Segoe UI', system-ui, sans-serif; }
header, main, footer { max-width: 60rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2.5rem; }
h1 { font-size: 2rem; line-height: 1.25; margin: 0 0 0.5rem; }
h2 { font-size: 1.35rem; margin: 2.75rem 0 0.75rem; padding-top: 0.5rem; border-top: 1px solid var(--line); }
p, ul, ol { max-width: 44rem; }
a { color: var(--accent); }
a:focus-visible, [tabindex]:focus-visible, summary:focus-visible { outline: 3px solid #e69f00; outline-offset: 2px; }
.lead { font-size: 1.12rem; color: var(--soft); }
.skip { position: absolute; left: -60rem; } .skip:focus { left: 1rem; top: 0.5rem; background: #fff; padding: 0.5rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; list-style: none; padding: 0; margin: 0.75rem 0 0; max-width: none; }
code { font-size: 0.92em; background: #f2f4f6; padding: 0.1em 0.3em; border-radius: 3px; }
pre { background: #f2f4f6; padding: 0.75rem 1rem; overflow-x: auto; } pre code { padding: 0; }
figure { margin: 1.5rem 0; } .plot { width: 100%; }
dl { display: grid; grid-template-columns: 9rem 1fr; gap: 0.3rem 1rem; } dt { color: var(--soft); } dd { margin: 0; } dd ul { margin: 0; padding-left: 1.2rem; }
details { color: var(--soft); font-size: 0.95rem; } summary { cursor: pointer; }
.table { overflow-x: auto; margin: 1.25rem 0; }
table { border-collapse: collapse; font-size: 0.95rem; line-height: 1.4; }
caption { text-align: left; font-weight: 600; padding-bottom: 0.5rem; }
th, td { padding: 0.4rem 0.8rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { border-bottom: 2px solid var(--ink); white-space: nowrap; } tbody th { font-weight: 500; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td small { display: block; color: var(--soft); }
.badge { display: inline-block; padding: 0 0.55em; border-radius: 1em; border: 1px solid; font-size: 0.88em; max-width: 14em; min-width: 7em; }
/* Statements and remarks need room; short cells give it. */
td:not(.number) { min-width: 7em; } td:nth-child(2):not(.number) { min-width: 14em; }
.good { color: #005a40; background: #e2f4ed; } .bad { color: #8f3a00; background: #fdeadf; }
.open { color: #5b4600; background: #fdf3d7; } .none { color: #46505a; background: #f0f2f4; }
.cards { list-style: none; padding: 0; max-width: none; }
.cards li { border-bottom: 1px solid var(--line); padding: 0.9rem 0; } .cards p { margin: 0.2rem 0 0; color: var(--soft); }
.cards a { font-weight: 600; font-size: 1.08rem; }
footer { margin-top: 3rem; padding-bottom: 2rem; color: var(--soft); font-size: 0.9rem; }
@media print { nav, .skip, summary { display: none; } figure, tr { break-inside: avoid; } body { font-size: 11pt; } }
`;

/** Draws every figure of a page; its numbers stand in a JSON element beside it. */
const SCRIPT = `'use strict';
for (const place of document.querySelectorAll('.plot')) {
  const figure = JSON.parse(document.getElementById(place.dataset.figure).textContent);
  const { width, height, ...layout } = figure.layout;
  place.style.maxWidth = width + 'px';
  place.style.height = height + 'px';
  const config = ${JSON.stringify({ ...PLOT_CONFIG, responsive: true })};
  Plotly.newPlot(place, figure.data, { ...layout, autosize: true }, config).then(() => place.classList.add('drawn'));
}
`;

/**
 * Puts the files that all pages of a folder share into `folder`: plotly.js once (its licence stands in its first
 * lines), the style sheet, the drawing script. What is already there and equal is left alone.
 */
export async function writeAssets(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeIfChanged(join(folder, 'page.css'), STYLE);
  await writeIfChanged(join(folder, 'page.js'), SCRIPT);
  const bundle = plotlyBundle();
  const target = join(folder, 'plotly.min.js');
  const [wanted, found] = await Promise.all([stat(bundle), stat(target).catch(() => null)]);
  if (found?.size === wanted.size) return;
  const partial = `${target}.${process.pid}.partial`;
  await copyFile(bundle, partial);
  await rename(partial, target);
}

/** Style sheet and fonts of the formulas, once for all pages of a folder. */
export async function writeFormulaAssets(folder: string): Promise<void> {
  const plugin = createRequire(__filename).resolve('@vscode/markdown-it-katex');
  const katex = dirname(createRequire(plugin).resolve('katex'));
  const style = (await readFile(join(katex, 'katex.min.css'), 'utf8')).replace(
    /src:(url\([^)]*woff2\) format\("woff2"\))[^;}]*/g,
    'src:$1', // every browser of the last ten years reads woff2
  );
  const fonts = join(folder, 'fonts');
  await mkdir(fonts, { recursive: true });
  await writeIfChanged(join(folder, 'katex.css'), style);
  for (const name of await readdir(join(katex, 'fonts'))) {
    if (name.endsWith('.woff2')) await copyFile(join(katex, 'fonts', name), join(fonts, name));
  }
}

async function writeIfChanged(file: string, text: string): Promise<void> {
  const found = await readFile(file, 'utf8').catch(() => null);
  if (found !== text) await writeFileAtomic(file, text);
}
