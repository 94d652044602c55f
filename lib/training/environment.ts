import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpus } from 'node:os';
import { projectRoot } from '../base';
import type { Environment } from '../base';
import { engineInfo, ownKernels } from '../engine';
import type { NamedArrays } from '../engine/definition';

/** A run's environment; the hash proves that compared methods started from the same weights. */
export interface RunEnvironment extends Environment {
  device: string;
  /** SHA-256 of names, shapes and values of each learner's initial weights. */
  initialWeights: string[];
}

/** Versions, processor, threads, commit and date of this process. */
export function describeEnvironment(initialWeights: string[]): RunEnvironment {
  const engine = engineInfo();
  return {
    node: process.version,
    tfjs: engine.tfjs,
    tensorflow: engine.tensorflow,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    threads: engine.threads,
    kernels: ownKernels() ? 'own' : 'tensorflow',
    device: engine.device,
    commit: commit(),
    date: new Date().toISOString(),
    initialWeights,
  };
}

/** SHA-256 over arrays in the order of their names. */
export function hashArrays(arrays: NamedArrays): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(arrays).sort()) {
    const { shape, data } = arrays[name];
    hash.update(`${name} [${shape.join(', ')}]\n`);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}

/** The project's commit, with `+` where tracked files differ from it; `unknown` outside a git checkout. */
function commit(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', projectRoot(), ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
        .toString()
        .trim();
    return git('rev-parse', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') ? '+' : '');
  } catch {
    return 'unknown';
  }
}
