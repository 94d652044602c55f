import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../../lib/training/lock';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kdlab-lock-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const note = () => join(folder, 'owner.json');

describe('the lock of a run folder', () => {
  it('refuses a second owner in one sentence and can be given back', async () => {
    const release = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(
      new RegExp(
        `^${folder}: process ${process.pid} on .+ is working in this run folder; wait for it or stop it$`,
      ),
    );
    release();
    expect(existsSync(note())).toBe(false);
    (await lockFolder(folder))();
  });

  it('lets exactly one of many in', async () => {
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => lockFolder(folder)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('takes over from a killed process at once', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    // The note that the living child would have written: its number with the start time of its own.
    const release = await lockFolder(folder);
    const own = JSON.parse(readFileSync(note(), 'utf8')) as { started: string };
    release();
    const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const { hostname } = await import('node:os');
    const started = `${own.started.split('/')[0]}/${ticks}`;
    writeFileSync(note(), JSON.stringify({ pid: child.pid, host: hostname(), started }));
    await expect(lockFolder(folder)).rejects.toThrow(`process ${child.pid}`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const before = Date.now();
    (await lockFolder(folder))();
    expect(Date.now() - before).toBeLessThan(1000);
  });

  it('is not fooled by a later process with the same number', async () => {
    const { hostname } = await import('node:os');
    writeFileSync(note(), JSON.stringify({ pid: process.pid, host: hostname(), started: 'another boot/1' }));
    (await lockFolder(folder))();
  });

  it('leaves a process of another host alone', async () => {
    writeFileSync(note(), JSON.stringify({ pid: 1, host: 'elsewhere.example', started: 'x/1' }));
    await expect(lockFolder(folder)).rejects.toThrow(/on elsewhere\.example .* or delete .*owner\.json$/);
  });

  it('waits only seconds for a process killed while it took the lock', async () => {
    mkdirSync(join(folder, '.owner.lock'));
    (await lockFolder(folder))();
  });
});
