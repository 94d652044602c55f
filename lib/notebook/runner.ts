import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { join, resolve } from 'node:path';
import { InputError, projectRoot } from '../base';
import { jupyterEnvironment, projectPython } from './setup-environment';

export { labProcess, startLab } from './lab';

export interface NotebookOptions {
  /** Values for declarations in the cell tagged `parameters`, by name; never saved into the notebook's source. */
  set?: Record<string, string>;
  /** Where the executed notebook goes: by default the notebook itself, or `.setup/notebooks` where `set` is given. */
  output?: string;
  /** Limit for each cell, in seconds; none by default. */
  timeoutSeconds?: number;
  /** Without output on stdout. */
  quiet?: boolean;
}

export interface NotebookRun {
  /** Every cell ran without an error. */
  ok: boolean;
  /** Cells that ran to their end. */
  cells: number;
  /** Number of the cell that failed, from 1. */
  failedCell: number | null;
  /** What the failing cell (or the kernel) said. */
  error: string | null;
  /** Stopped by Ctrl-C or a signal. */
  interrupted: boolean;
  seconds: number;
  /** The file with the outputs, up to the failing cell where there is one. */
  output: string;
}

/**
 * Executes a notebook cell by cell, with its output on stdout as it comes, and stops at the first cell that fails
 * (`ok: false`; the error is shown on stderr).
 * @throws InputError for a file that is no notebook, an unknown parameter, a value of the wrong kind
 */
export async function runNotebook(file: string, options: NotebookOptions = {}): Promise<NotebookRun> {
  const args = [
    join(projectRoot(), 'lib', 'notebook', 'run_notebook.py'),
    ...['--report-fd', '3'],
    ...Object.entries(options.set ?? {}).flatMap(([name, value]) => ['--set', `${name}=${value}`]),
    ...(options.output === undefined ? [] : ['--output', resolve(options.output)]),
    ...(options.timeoutSeconds === undefined ? [] : ['--timeout', String(options.timeoutSeconds)]),
    ...(options.quiet === true ? ['--quiet'] : []),
    resolve(file),
  ];
  const child = spawn(projectPython(), args, {
    env: jupyterEnvironment(),
    stdio: ['ignore', 'inherit', options.quiet === true ? 'ignore' : 'inherit', 'pipe'],
  });
  const release = passSignals((signal) => child.kill(signal));
  try {
    const report = await text(child.stdio[3] as Readable);
    if (report === '') throw new Error('the notebook runner stopped without a word');
    const outcome = JSON.parse(report) as NotebookRun | { refused: string };
    if ('refused' in outcome) throw new InputError(outcome.refused);
    return outcome;
  } finally {
    release();
  }
}

/** While a notebook runs, a signal is the runner's to answer: it saves, ends the kernel, and reports. */
function passSignals(pass: (signal: NodeJS.Signals) => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, pass);
  return () => {
    for (const signal of signals) process.off(signal, pass);
  };
}
