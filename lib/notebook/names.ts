import { readdirSync } from 'node:fs';
import { folders } from '../base';

/** Names of all notebooks of a folder, sorted. */
export function notebookNames(folder = folders().notebooks): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ipynb') && !name.startsWith('.'))
    .map((name) => name.replace(/\.ipynb$/, ''))
    .sort();
}
