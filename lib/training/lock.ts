import { lock } from 'proper-lockfile';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { TrainingFailure } from './failures';
import { storing, writeJson } from './storage';

/** Who works in a run folder. `started` tells a process from a later one that got the same number. */
interface Owner {
  pid: number;
  host: string;
  started: string;
}

/**
 * Makes this process the only one in a run folder; the returned function gives it back. The folder's owner is a note
 * (`owner.json`); proper-lockfile guards only the short moment of reading and writing it, so a long synchronous step
 * cannot lose the lock, and the note of a killed process is taken over at once because its process is gone.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const note = join(folder, 'owner.json');
  const guard = { lockfilePath: join(folder, '.owner.lock'), realpath: false };
  // A process killed inside the guarded moment leaves the guard behind: it counts as stale after two seconds.
  const retries = { retries: 40, factor: 1, minTimeout: 100, maxTimeout: 100 };
  const release = await lock(folder, { ...guard, stale: 2000, retries }).catch((error: unknown) =>
    storing(folder, () => {
      throw error;
    }),
  );
  try {
    const owner = readOwner(note);
    if (owner && isAlive(owner)) {
      const way = owner.host === hostname() ? 'wait for it or stop it' : `stop it there or delete ${note}`;
      throw new TrainingFailure(
        'locked',
        `${folder}: process ${owner.pid} on ${owner.host} is working in this run folder; ${way}`,
      );
    }
    writeJson(note, { pid: process.pid, host: hostname(), started: startOf(process.pid) ?? '' });
  } finally {
    await release();
  }
  return () => rmSync(note, { force: true });
}

function readOwner(note: string): Owner | undefined {
  if (!existsSync(note)) return undefined;
  return JSON.parse(readFileSync(note, 'utf8')) as Owner;
}

/** A process of another host is taken for alive: nothing here can tell. */
function isAlive(owner: Owner): boolean {
  return owner.host !== hostname() || startOf(owner.pid) === owner.started;
}

/** Boot and start time of a process of this host; undefined when there is none (or only its exit code is left). */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' '); // the name before it may hold anything
    if (fields[0] === 'Z') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  } catch {
    return undefined;
  }
}
