import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

let root: string | undefined;

/** The project's folder: the nearest one above this file whose package.json is the project's. */
export function projectRoot(): string {
  if (root) return root;
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) {
      const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string };
      if (name === 'kdlab-notebooks') return (root = folder);
    }
    if (folder === dirname(folder)) throw new Error('kdlab is not inside its project folder');
  }
}

/** Folders the project reads and writes; each can be moved by an environment variable (README, "Environment"). */
export function folders(): Record<
  'runs' | 'records' | 'pages' | 'figures' | 'notebooks' | 'published',
  string
> {
  const at = (variable: string, ...fallback: string[]) => {
    const value = process.env[variable];
    return value ? resolve(value) : join(projectRoot(), ...fallback);
  };
  return {
    runs: at('KDLAB_RUNS', 'data', 'runs'),
    records: at('KDLAB_RECORDS', 'data', 'records'),
    pages: at('KDLAB_PAGES', 'pages'),
    figures: at('KDLAB_FIGURES', 'figures'),
    notebooks: join(projectRoot(), 'notebooks'),
    published: join(projectRoot(), 'data', 'published'),
  };
}

/** Where data sets are looked for, in order: `KDLAB_DATA` (colon-separated), downloads, the embedded data. */
export function dataFolders(): string[] {
  const own = (process.env.KDLAB_DATA ?? '').split(':').filter((folder) => folder !== '');
  return [
    ...own.map((folder) => resolve(folder)),
    join(projectRoot(), 'data', 'downloads'),
    join(projectRoot(), 'data'),
  ];
}
