import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { InputError, dataFolders, projectRoot } from '../base';
import { recordChecksum, recordedChecksum, verifyFile } from './checksum';
import { datasetByName } from './datasets';
import type { DatasetDefinition } from './definition';

export type DatasetFile = DatasetDefinition['files'][number];

export interface DownloadProgress {
  file: string;
  /** Bytes here so far, those of an earlier attempt included. */
  received: number;
  /** Undefined where the server does not say. */
  total: number | undefined;
}

export interface DownloadOptions {
  /** Default `data/downloads` of the project, where the readers look. */
  folder?: string;
  /** Where else the set may lie; default `dataFolders()`. */
  folders?: readonly string[];
  onProgress?: (progress: DownloadProgress) => void;
  /** Attempts in a row that bring no byte before an address is given up; default 3. */
  attempts?: number;
  /** Milliseconds without a byte after which a connection counts as dead; default 60,000. */
  stallMs?: number;
  signal?: AbortSignal;
}

/**
 * Makes a data set be here, verified. Official files go to the download folder: a cut connection is resumed from the
 * `.part` file, also by a later call, and a file gets its name only after its checksum was right. Where none is
 * published, the SHA-256 found is written to `FILE.sha256` and later calls compare with it. A set that lies in another
 * data folder (`KDLAB_DATA`, the embedded one) is read whole, which verifies it, and not downloaded again.
 *
 * @returns paths of the official files in the download folder; none for a set found elsewhere
 * @throws InputError where a checksum is wrong (the bytes are thrown away), or something is left to do by hand; Error
 *   where no address can be reached
 */
export async function getDataset(
  dataset: string | DatasetDefinition,
  options: DownloadOptions = {},
): Promise<string[]> {
  const definition = typeof dataset === 'string' ? datasetByName(dataset) : dataset;
  const folder = options.folder ?? join(projectRoot(), 'data', 'downloads');
  const { name, byHand } = definition;
  const folders = options.folders ?? dataFolders();
  const elsewhere = folders.filter((place) => place !== folder);
  if ((definition.files.length === 0 && !byHand) || definition.present(elsewhere)) {
    verifySet(definition, elsewhere);
    return [];
  }
  const paths: string[] = [];
  for (const file of definition.files) {
    const path = join(folder, file.name);
    if (existsSync(path)) await verifyKept(path, file);
    else await downloadFile(file, path, options);
    paths.push(path);
  }
  if (byHand) {
    if (!definition.present([folder])) throw new InputError(`data set '${name}': ${byHand}`);
    verifySet(definition, [folder]);
  } else definition.verify?.([folder, ...elsewhere]);
  return paths;
}

function verifySet(definition: DatasetDefinition, folders: readonly string[]): void {
  if (definition.verify) return definition.verify(folders);
  for (const split of ['train', 'test'] as const) definition.load(split, folders);
}

/** A damaged file is set aside, so that the next call can download it anew. */
async function verifyKept(path: string, file: DatasetFile): Promise<void> {
  const checksum = file.checksum ?? recordedChecksum(path);
  if (!checksum) return recordChecksum(path);
  try {
    await verifyFile(path, checksum);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    renameSync(path, `${path}.damaged`);
    throw new InputError(`${error.message} (set aside as ${path}.damaged; run the same command again)`);
  }
}

/** Downloads one file to `path` through `path.part`; see getDataset. */
export async function downloadFile(
  file: DatasetFile,
  path: string,
  options: DownloadOptions = {},
): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.part`;
  const checksum = file.checksum ?? recordedChecksum(path);
  const failures: string[] = [];
  for (const url of [file.url, ...(file.mirrors ?? [])]) {
    const failure = await fetchWithRetries(url, part, file, options);
    if (failure !== undefined) {
      failures.push(`${url}: ${failure}`);
      continue;
    }
    try {
      await verifyFile(part, checksum, file.checksum ? url : `${url} (recorded in ${path}.sha256)`);
    } catch (error) {
      rmSync(part, { force: true });
      throw error;
    }
    renameSync(part, path);
    if (!checksum) await recordChecksum(path);
    return;
  }
  const kept = sizeOf(part);
  const rest = kept > 0 ? `; ${kept} bytes are kept, the same command goes on from there` : '';
  throw new Error(`cannot download ${file.name} (${failures.join('; ')})${rest}`);
}

/** Undefined once the file is complete, else why this address was given up. */
async function fetchWithRetries(
  url: string,
  part: string,
  file: DatasetFile,
  options: DownloadOptions,
): Promise<string | undefined> {
  const attempts = options.attempts ?? 3;
  let reason = '';
  for (let failed = 0; failed < attempts; failed++) {
    const before = sizeOf(part);
    try {
      await fetchRest(url, part, file, options);
      return undefined;
    } catch (error) {
      if (options.signal?.aborted) throw error;
      if (error instanceof Refusal) return error.message;
      reason = causeOf(error);
      if (sizeOf(part) > before) failed = -1; // it moved: start counting again
    }
  }
  return reason;
}

/** The server answered, but will not give the file: trying again is no use. */
class Refusal extends Error {}

async function fetchRest(
  url: string,
  part: string,
  file: DatasetFile,
  options: DownloadOptions,
): Promise<void> {
  const have = sizeOf(part);
  const stall = new AbortController();
  const stallMs = options.stallMs ?? 60_000;
  const timer = setTimeout(() => stall.abort(new Error(`no data for ${stallMs / 1000} s`)), stallMs);
  const signal = AbortSignal.any([stall.signal, ...(options.signal ? [options.signal] : [])]);
  try {
    // `identity`: with a content coding, ranges and lengths would count other bytes than the file's.
    const headers = { 'accept-encoding': 'identity', ...(have > 0 && { range: `bytes=${have}-` }) };
    const response = await fetch(url, { headers, signal });
    if (response.status === 416) {
      // Nothing after what we have: complete, or longer than the file. The checksum tells, if the length fits.
      await response.body?.cancel();
      if (completeLength(response) === have) return;
      rmSync(part, { force: true });
      throw new Error(`the partial file of ${have} bytes does not fit, it was thrown away`);
    }
    if (!response.ok || !response.body) throw new Refusal(`HTTP status ${response.status}`);
    const resumed = response.status === 206;
    if (resumed && !response.headers.get('content-range')?.startsWith(`bytes ${have}-`)) {
      throw new Refusal(`resumed at the wrong place (${response.headers.get('content-range')})`);
    }
    let received = resumed ? have : 0;
    const length = Number(response.headers.get('content-length') ?? NaN);
    const total = Number.isNaN(length) ? file.bytes : received + length;
    const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
    body.on('data', (chunk: Uint8Array) => {
      timer.refresh();
      received += chunk.length;
      options.onProgress?.({ file: file.name, received, total });
    });
    await pipeline(body, createWriteStream(part, { flags: resumed ? 'a' : 'w' }), { signal });
  } finally {
    clearTimeout(timer);
  }
}

/** `bytes * /LENGTH` of a 416 answer. */
function completeLength(response: Response): number {
  return Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1] ?? NaN);
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

/** fetch hides what happened (`ECONNREFUSED`, `ENOTFOUND`) in `cause`. */
function causeOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error
    ? ((cause.message || (cause as NodeJS.ErrnoException).code) ?? message)
    : message;
}
