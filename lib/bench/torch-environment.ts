import { spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../base';

/** The opponent, pinned; measured figures name it. */
const TORCH = 'torch==2.13.0';
const NUMPY = 'numpy==2.3.4';

/** Runs under PyTorch what `step-worker.ts` runs here. Read from the sources, which are always there. */
export const TORCH_WORKER = join(projectRoot(), 'lib', 'bench', 'torch', 'step.py');

/**
 * Python with PyTorch, in an environment of its own (`.venv-torch`, a gigabyte or more), made on first use.
 * @throws Error with pip's last lines where that fails
 */
export async function torchPython(onProgress: (text: string) => void): Promise<string> {
  const folder = join(projectRoot(), '.venv-torch');
  const python = join(folder, 'bin', 'python');
  const stamp = join(folder, 'kdlab-complete');
  if (existsSync(stamp) && spawnSync(python, ['-c', 'import torch']).status === 0) return python;
  onProgress(`installing ${TORCH} into .venv-torch (once)`);
  rmSync(folder, { recursive: true, force: true });
  const base = join(projectRoot(), '.venv', 'bin', 'python');
  await finished(existsSync(base) ? base : 'python3', ['-m', 'venv', folder]);
  await finished(python, ['-m', 'pip', '--disable-pip-version-check', '--no-input', 'install', TORCH, NUMPY]);
  writeFileSync(stamp, '');
  return python;
}

function finished(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const collect = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-2000));
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve();
      const last = output.trim().split('\n').slice(-3).join(' | ');
      reject(new Error(`PyTorch for the comparison could not be installed (${args.join(' ')}): ${last}`));
    });
  });
}
