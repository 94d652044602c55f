import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../lib/base';

export interface Answer {
  code: number | null;
  stdout: string;
  stderr: string;
}

const PROGRAM = join(projectRoot(), 'lib', 'bin', 'kdlab.cjs');

/** A fresh temporary folder. */
export function temporary(): string {
  return mkdtempSync(join(tmpdir(), 'kdlab-cli-'));
}

/** Runs the compiled program as a user would; `environment` adds to this process's. */
export function kdlab(
  args: string[],
  options: { input?: string; environment?: Record<string, string> } = {},
): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    encoding: 'utf8',
    input: options.input ?? '',
    env: { ...process.env, ...options.environment },
    timeout: 100_000,
    maxBuffer: 64 * 2 ** 20,
  });
  return { code: status, stdout, stderr };
}

/** Starts the program and leaves it running. */
export function start(args: string[], environment: Record<string, string>) {
  return spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Folders of its own for runs, records, pages and figures. */
export function ownFolders(): Record<string, string> {
  const folder = temporary();
  return {
    KDLAB_RUNS: join(folder, 'runs'),
    KDLAB_RECORDS: join(folder, 'records'),
    KDLAB_PAGES: join(folder, 'pages'),
    KDLAB_FIGURES: join(folder, 'figures'),
  };
}

/** One sentence on stderr, nothing on stdout, exit code 2. */
export function isRefusal(answer: Answer): boolean {
  const lines = answer.stderr.trim().split('\n');
  return answer.code === 2 && answer.stdout === '' && lines.length === 1 && lines[0].startsWith('kdlab: ');
}
