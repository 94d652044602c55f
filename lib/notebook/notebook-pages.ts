import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folders } from '../base';
import { notebookNames } from './names';
import { notebookTitle, writeNotebookPage } from './notebook-page';

/** A notebook's page as the index lists it. */
export interface NotebookEntry {
  title: string;
  /** Relative to the index. */
  href: string;
  description: string;
}

/**
 * Writes `pages/notebooks/NAME.html` for every notebook: of its last execution by `npm start` where there is one
 * (`pages/notebooks/NAME.ipynb`), else as it is committed, with its outputs.
 */
export async function writeNotebookPages(notebooks = folders().notebooks): Promise<NotebookEntry[]> {
  const { pages } = folders();
  const entries: NotebookEntry[] = [];
  for (const name of notebookNames(notebooks)) {
    const executed = join(pages, 'notebooks', `${name}.ipynb`);
    const here = existsSync(executed);
    const source = here ? executed : join(notebooks, `${name}.ipynb`);
    const href = `notebooks/${name}.html`;
    await writeNotebookPage(source, join(pages, href), {
      index: '../index.html',
      assets: join(pages, 'assets'),
    });
    entries.push({
      title: notebookTitle(readFileSync(source, 'utf8')) ?? name,
      href,
      description: here ? `Notebook ${name}, as executed here` : `Notebook ${name}, with its stored outputs`,
    });
  }
  return entries;
}
