import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base';
import type { DatasetDefinition } from '../../lib/data/definition';
import type { DatasetFile, DownloadProgress } from '../../lib/data/download';
import { downloadFile, getDataset } from '../../lib/data/download';
import { digest, memorySet, put, temporaryFolder } from './helpers';

const body = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7 + (i >> 8)) % 256));

type Handler = (request: IncomingMessage, response: ServerResponse, from: number) => void;
const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => servers.splice(0).forEach((server) => (server.closeAllConnections(), server.close())));

/** A server on this machine; the log holds the first byte asked for by each request. */
async function serve(handler: Handler): Promise<{ url: string; log: number[] }> {
  const log: number[] = [];
  const server = createServer((request, response) => {
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    log.push(from);
    handler(request, response, from);
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/set.gz`, log };
}

/** Answers like an ordinary file server, with ranges. */
const whole: Handler = (request, response, from) => send(response, from, body, !!request.headers.range);

function send(
  response: ServerResponse,
  from: number,
  bytes: Buffer,
  ranged: boolean,
  cutAfter = Infinity,
): void {
  if (ranged && from >= bytes.length) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    return;
  }
  response.writeHead(ranged ? 206 : 200, {
    'content-length': bytes.length - from,
    ...(ranged && { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
  });
  const rest = bytes.subarray(from);
  if (rest.length <= cutAfter) response.end(rest);
  else response.write(rest.subarray(0, cutAfter), () => setTimeout(() => response.destroy(), 30));
}

const fileAt = (url: string, changes: Partial<DatasetFile> = {}): DatasetFile => ({
  name: 'set.gz',
  url,
  checksum: digest('md5', body),
  ...changes,
});
const place = () => join(temporaryFolder(), 'sub', 'set.gz');

describe('downloadFile', () => {
  it('downloads, reports progress and leaves no partial file', async () => {
    const { url } = await serve(whole);
    const path = place();
    const seen: DownloadProgress[] = [];
    await downloadFile(fileAt(url), path, { onProgress: (progress) => seen.push(progress) });
    expect(readFileSync(path).equals(body)).toBe(true);
    expect(existsSync(`${path}.part`)).toBe(false);
    expect(seen.at(-1)).toEqual({ file: 'set.gz', received: body.length, total: body.length });
    expect(seen.every(({ received }, i) => i === 0 || received > seen[i - 1].received)).toBe(true);
  });

  it('resumes where the connection was cut, until it is done', async () => {
    const { url, log } = await serve((request, response, from) =>
      send(response, from, body, !!request.headers.range, 80_000),
    );
    const path = place();
    await downloadFile(fileAt(url), path, { attempts: 1 });
    expect(readFileSync(path).equals(body)).toBe(true);
    // A cut may take bytes with it that were on their way: each try goes on from what had arrived.
    expect(log.length).toBeGreaterThanOrEqual(4);
    log.forEach((from, i) => {
      expect(from).toBeGreaterThanOrEqual(i === 0 ? 0 : log[i - 1]);
      expect(from).toBeLessThanOrEqual(80_000 * i);
    });
  });

  it('keeps the partial file of a failed call for the next one', async () => {
    let first = true;
    const { url, log } = await serve((request, response, from) => {
      if (from > 0 && first) response.writeHead(503).end();
      else send(response, from, body, !!request.headers.range, first ? 100_000 : Infinity);
    });
    const path = place();
    const failed = downloadFile(fileAt(url), path, { attempts: 1 });
    await expect(failed).rejects.toThrow(/cannot download set\.gz .*HTTP status 503.*; \d+ bytes are kept/);
    const kept = statSync(`${path}.part`).size;
    expect(kept).toBeGreaterThan(0);
    await expect(failed).rejects.not.toBeInstanceOf(InputError);
    expect(existsSync(path)).toBe(false);
    first = false;
    await downloadFile(fileAt(url), path);
    expect(readFileSync(path).equals(body)).toBe(true);
    expect(log).toEqual([0, kept, kept]);
  });

  it('starts over where the server knows no ranges', async () => {
    const { url } = await serve((_, response) => send(response, 0, body, false));
    const path = place();
    put(`${path}.part`, body.subarray(0, 5000));
    await downloadFile(fileAt(url), path);
    expect(readFileSync(path).equals(body)).toBe(true);
  });

  it('takes a partial file that is already complete, and drops one that is too long', async () => {
    const { url, log } = await serve(whole);
    const complete = place();
    put(`${complete}.part`, body);
    await downloadFile(fileAt(url), complete);
    expect(readFileSync(complete).equals(body)).toBe(true);
    const long = place();
    put(`${long}.part`, Buffer.concat([body, body]));
    await downloadFile(fileAt(url), long);
    expect(readFileSync(long).equals(body)).toBe(true);
    expect(log).toEqual([body.length, 2 * body.length, 0]);
  });

  it('throws corrupted bytes away and names address, expected and found checksum', async () => {
    const corrupted = Buffer.from(body);
    corrupted[1234] ^= 1;
    const { url } = await serve((request, response, from) =>
      send(response, from, corrupted, !!request.headers.range),
    );
    const path = place();
    const failed = downloadFile(fileAt(url), path);
    const { value: found } = digest('md5', corrupted);
    await expect(failed).rejects.toThrow(
      `${url}: damaged, expected md5 ${digest('md5', body).value}, found ${found}`,
    );
    await expect(failed).rejects.toBeInstanceOf(InputError);
    expect(existsSync(path)).toBe(false);
    expect(existsSync(`${path}.part`)).toBe(false);
  });

  it('goes to a mirror where the address does not answer', async () => {
    const gone = await serve((_, response) => response.writeHead(404).end());
    const { url } = await serve(whole);
    const path = place();
    await downloadFile(fileAt(gone.url, { mirrors: [url] }), path);
    expect(readFileSync(path).equals(body)).toBe(true);
  });

  it('names every address that failed', async () => {
    const gone = await serve((_, response) => response.writeHead(404).end());
    const closed = await serve(whole);
    servers.pop()!.close();
    const failed = downloadFile(fileAt(gone.url, { mirrors: [closed.url] }), place(), { attempts: 1 });
    await expect(failed).rejects.toThrow(`${gone.url}: HTTP status 404; ${closed.url}: `);
    await expect(failed).rejects.toThrow(/ECONNREFUSED/);
  });

  it('gives up on a server that sends nothing', async () => {
    const { url } = await serve(() => undefined);
    const failed = downloadFile(fileAt(url), place(), { attempts: 2, stallMs: 100 });
    await expect(failed).rejects.toThrow(/no data for 0\.1 s/);
  });

  it('stops when told to', async () => {
    const stop = new AbortController();
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': body.length });
      response.write(body.subarray(0, 1000), () => stop.abort());
    });
    const path = place();
    await expect(downloadFile(fileAt(url), path, { signal: stop.signal })).rejects.toThrow(/abort/i);
    expect(existsSync(path)).toBe(false);
  });
});

describe('getDataset', () => {
  const setOf = (files: DatasetFile[], changes: Partial<DatasetDefinition> = {}): DatasetDefinition => ({
    ...memorySet(2, 1, { height: 1, width: 1, channels: 1 }),
    present: () => false,
    files,
    ...changes,
  });

  it('downloads what is missing and verifies what is here', async () => {
    const { url, log } = await serve(whole);
    const folder = temporaryFolder();
    const set = setOf([fileAt(url, { name: 'x/one.gz' }), fileAt(url, { name: 'x/two.gz' })]);
    put(join(folder, 'x/one.gz'), body);
    expect(await getDataset(set, { folder })).toEqual([join(folder, 'x/one.gz'), join(folder, 'x/two.gz')]);
    expect(log).toEqual([0]);
    expect(readFileSync(join(folder, 'x/two.gz')).equals(body)).toBe(true);
  });

  it('sets a damaged file aside; the next call downloads it anew', async () => {
    const { url } = await serve(whole);
    const folder = temporaryFolder();
    const path = join(folder, 'set.gz');
    writeFileSync(path, body.subarray(0, 1000));
    const failed = getDataset(setOf([fileAt(url)]), { folder });
    await expect(failed).rejects.toBeInstanceOf(InputError);
    await expect(failed).rejects.toThrow(/set\.gz: damaged, expected md5 .*set aside as .*set\.gz\.damaged/);
    expect(existsSync(`${path}.damaged`)).toBe(true);
    await getDataset(setOf([fileAt(url)]), { folder });
    expect(readFileSync(path).equals(body)).toBe(true);
  });

  it('reads a set that lies in another data folder instead of downloading it', async () => {
    const { url, log } = await serve(whole);
    const folder = temporaryFolder();
    const asked: unknown[] = [];
    const set = setOf([fileAt(url)], {
      present: (folders) => folders.includes('/elsewhere'),
      load: (split, folders) => {
        asked.push([split, ...folders]);
        return memorySet(2, 1, { height: 1, width: 1, channels: 1 }).load(split, folders);
      },
    });
    expect(await getDataset(set, { folder, folders: ['/elsewhere', folder] })).toEqual([]);
    expect(asked).toEqual([
      ['train', '/elsewhere'],
      ['test', '/elsewhere'],
    ]);
    expect(log).toEqual([]);
  });

  it('verifies the embedded set and refuses an unknown one', async () => {
    expect(await getDataset('fashion-mnist-cut')).toEqual([]);
    await expect(getDataset('fashion-mnist-cut', { folders: ['/nowhere'] })).rejects.toThrow(
      /not found in \/nowhere; it comes with the project/,
    );
    await expect(getDataset('imagenet-21k')).rejects.toThrow(/data set: found 'imagenet-21k', allowed are/);
  });

  it('records the SHA-256 of a file without a published one, and compares with it later', async () => {
    const { url, log } = await serve(whole);
    const folder = temporaryFolder();
    const path = join(folder, 'set.gz');
    const set = setOf([fileAt(url, { checksum: null })]);
    await getDataset(set, { folder });
    const { value } = digest('sha256', body);
    expect(readFileSync(`${path}.sha256`, 'utf8')).toBe(`${value}  set.gz\n`);
    await getDataset(set, { folder });
    const changed = Buffer.from(body);
    changed[5] ^= 1;
    writeFileSync(path, changed);
    await expect(getDataset(set, { folder })).rejects.toThrow(
      `${path}: damaged, expected sha256 ${value}, found ${digest('sha256', changed).value}`,
    );
    // Set aside; what is downloaded next is held against the first record, too.
    await getDataset(set, { folder });
    expect(log).toEqual([0, 0]);
    expect(readFileSync(path).equals(body)).toBe(true);
    writeFileSync(`${path}.sha256`, 'nothing');
    await expect(getDataset(set, { folder })).rejects.toThrow(/set\.gz\.sha256: holds no SHA-256/);
  });

  it('refuses a second download that differs from the recorded one', async () => {
    let bytes = body;
    const { url } = await serve((request, response, from) =>
      send(response, from, bytes, !!request.headers.range),
    );
    const folder = temporaryFolder();
    const path = join(folder, 'set.gz');
    const set = setOf([fileAt(url, { checksum: null })]);
    await getDataset(set, { folder });
    rmSync(path);
    bytes = body.subarray(1);
    await expect(getDataset(set, { folder })).rejects.toThrow(
      /\(recorded in .*set\.gz\.sha256\): damaged, expected sha256 .*, found /,
    );
    expect(existsSync(path)).toBe(false);
    expect(existsSync(`${path}.part`)).toBe(false);
  });

  it('records a kept file that has no record yet', async () => {
    const folder = temporaryFolder();
    put(join(folder, 'set.gz'), body);
    await getDataset(setOf([fileAt('http://127.0.0.1:9/set.gz', { checksum: null })]), { folder });
    expect(readFileSync(join(folder, 'set.gz.sha256'), 'utf8')).toContain(digest('sha256', body).value);
  });

  it('says what is left to do by hand, and verifies the set once that is done', async () => {
    const { url, log } = await serve(whole);
    const folder = temporaryFolder();
    let unpacked = false;
    const verified: string[] = [];
    const set = setOf([fileAt(url)], {
      byHand: 'unpack set.gz',
      present: ([place]) => unpacked && place === folder,
      verify: (folders) => void verified.push(...folders),
    });
    const options = { folder, folders: ['/elsewhere', folder] };
    await expect(getDataset(set, options)).rejects.toThrow("data set 'in-memory': unpack set.gz");
    expect(existsSync(join(folder, 'set.gz'))).toBe(true);
    unpacked = true;
    expect(await getDataset(set, options)).toEqual([join(folder, 'set.gz')]);
    expect(verified).toEqual([folder]);
    expect(log).toEqual([0]);
  });
});
