import { join } from 'node:path';
import { writePage } from '../page';
import { explorerHtml } from './document';
import type { MeasuredPoint } from './points';

/** File name of the explorer among the pages. */
export const EXPLORER_PAGE = 'explorer.html';

/** Writes the explorer into the folder of pages: theory to touch, and the reader's own soft labels. */
export async function writeExplorerPage(folder: string, points: readonly MeasuredPoint[]): Promise<string> {
  const { explorer, drop } = explorerHtml(points);
  const file = join(folder, EXPLORER_PAGE);
  await writePage({
    title: 'When do wrong soft labels still teach?',
    lead: 'The theory of Learning From Biased Soft Labels (NeurIPS 2023) to touch, computed in this page by the project\u2019s own library.',
    file,
    index: 'index.html',
    sections: [
      { heading: 'Explorer', markdown: INTRODUCTION, html: explorer },
      { heading: 'Your own soft labels', html: drop },
    ],
  });
  return file;
}

const INTRODUCTION = `Unreliability $\\eta_k$ is how often the truth is missing from the $k$ most probable classes, ambiguity $\\gamma_k$ how often the most confusable wrong class is among them. Where $\\eta + \\gamma < 1$, enough such labels teach the task. The marks are the soft labels of this project's stored runs.`;
