import { mkdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import markdownItKatex from '@vscode/markdown-it-katex';
import MarkdownIt from 'markdown-it';
import writeFileAtomic from 'write-file-atomic';
import { escapeHtml, inlineJson } from './escape';
import { writeAssets, writeFormulaAssets } from './page-assets';
import { tableHtml, type PageTable } from './page-table';
import type { Figure } from './types';

/** A part of a page; what is given is shown in this order: prose, markup, table, figures. */
export interface PageSection {
  /** Empty: the part goes on with the section before. */
  heading: string;
  /** Prose. Markup inside is shown as text, never run. */
  markdown?: string;
  /** Trusted markup, taken as it is: escape what comes from data with `escapeHtml`. */
  html?: string;
  table?: PageTable;
  figure?: Figure;
  figures?: Figure[];
}

interface PageFrame {
  title: string;
  /** One or two sentences below the title. */
  lead?: string;
  /** Where the page is written. */
  file: string;
  /** Folder of the shared files; default `assets` beside the page. */
  assets?: string;
}

export interface Page extends PageFrame {
  sections: PageSection[];
  /** Address of the index page, relative to this one. */
  index?: string;
}

export interface IndexPage extends PageFrame {
  pages: { title: string; href: string; description?: string }[];
}

/** Nothing is fetched from anywhere: a browser that obeys this asks no other machine. */
const POLICY =
  "default-src 'self' file: data: blob: 'unsafe-inline'; connect-src 'none'; form-action 'none'; base-uri 'none'";

/** Formulas between `$` are set by KaTeX when the page is made; MathML rides along for screen readers. */
const prose = new MarkdownIt({ html: false, linkify: false, typographer: false }).use(markdownItKatex);

/** Headings inside prose can be linked to as in a notebook. */
prose.renderer.rules.heading_open = (tokens, index, options, _environment, renderer) => {
  tokens[index].attrSet('id', anchor(tokens[index + 1].content));
  return renderer.renderToken(tokens, index, options);
};

/** The name JupyterLab gives a heading in links. */
const anchor = (heading: string): string => heading.replaceAll(' ', '-');

/**
 * Writes a page that works offline, from disk or from a server: one HTML file beside the shared `assets` folder.
 * Figures are drawn by the page itself and are also given in words.
 */
export async function writePage(page: Page): Promise<void> {
  const sections = page.sections.map((section, index) => sectionHtml(section, index + 1));
  const back = page.index === undefined ? '' : `<li><a href="${escapeHtml(page.index)}">All pages</a></li>`;
  const links = page.sections.flatMap(({ heading }, index) =>
    heading === '' ? [] : [`<li><a href="#section-${index + 1}">${escapeHtml(heading)}</a></li>`],
  );
  const nav = `<nav aria-label="On this page"><ul>${back}${links.join('')}</ul></nav>`;
  await writeDocument(page, nav, sections.join('\n'));
}

/** Writes the list of all pages. */
export async function writeIndexPage(page: IndexPage): Promise<void> {
  const entries = page.pages.map(({ title, href, description }) => {
    const text = description === undefined ? '' : `<p>${escapeHtml(description)}</p>`;
    return `<li><a href="${escapeHtml(href)}">${escapeHtml(title)}</a>${text}</li>`;
  });
  await writeDocument(page, '', `<ul class="cards">\n${entries.join('\n')}\n</ul>`);
}

function sectionHtml(section: PageSection, number: number): string {
  const figures = [...(section.figure ? [section.figure] : []), ...(section.figures ?? [])];
  const parts = [
    section.heading === '' ? '' : `<h2 id="section-${number}"><span id="${escapeHtml(anchor(section.heading))}">${escapeHtml(section.heading)}</span></h2>`,
    section.markdown === undefined ? '' : prose.render(section.markdown),
    section.html ?? '',
    section.table ? tableHtml(section.table) : '',
    ...figures.map((figure, index) => figureHtml(figure, `figure-${number}-${index + 1}`)),
  ];
  const content = parts.filter(Boolean).join('\n');
  return section.heading === '' ? content : `<section aria-labelledby="section-${number}">\n${content}\n</section>`;
}

function figureHtml(figure: Figure, id: string): string {
  const alt = escapeHtml(figure.layout.meta.alt);
  return `<figure>
<div class="plot" data-figure="${id}" role="img" aria-label="${alt}"><noscript>${alt}</noscript></div>
<script type="application/json" id="${id}">${inlineJson(figure)}</script>
<details><summary>The figure in words</summary><p>${alt}</p></details>
</figure>`;
}

async function writeDocument(page: PageFrame, nav: string, main: string): Promise<void> {
  const assets = page.assets ?? join(dirname(page.file), 'assets');
  await mkdir(dirname(page.file), { recursive: true });
  await writeAssets(assets);
  const base = escapeHtml(relative(dirname(page.file), assets).split(sep).map(encodeURIComponent).join('/'));
  const title = escapeHtml(page.title);
  const lead = page.lead === undefined ? '' : `<p class="lead">${escapeHtml(page.lead)}</p>\n`;
  const formulas = main.includes('class="katex"');
  if (formulas) await writeFormulaAssets(assets);
  const scripts = main.includes('class="plot"')
    ? `<script src="${base}/plotly.min.js"></script>\n<script src="${base}/page.js"></script>\n`
    : '';
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${base}/page.css">${formulas ? `\n<link rel="stylesheet" href="${base}/katex.css">` : ''}
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header>
<h1>${title}</h1>
${lead}${nav}
</header>
<main id="content">
${main}
</main>
<footer><p>Made by kdlab from stored records. The page needs no network.</p></footer>
${scripts}</body>
</html>
`;
  await writeFileAtomic(page.file, html);
}
