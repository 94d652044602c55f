import { createHash } from 'node:crypto';
import { join } from 'node:path';
import archives from '../fixtures/data/archives.json';
import { put } from './helpers';

/** Small sets in the official layouts and what Python reads from them; see test/fixtures/data/make_archives.py. */
export { archives };

export const fromBase64 = (text: string): Buffer => Buffer.from(text, 'base64');

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Writes files given in base64 below a folder. */
export function putAll(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) put(join(folder, name), fromBase64(text));
}
