import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type * as TensorFlow from '@tensorflow/tfjs-node-gpu';
import { InputError, shown } from '../base/errors';

/** What the engine runs on, for the environment part of a record. */
export interface EngineInfo {
  /** Version of @tensorflow/tfjs. */
  tfjs: string;
  /** Version of the native TensorFlow library. */
  tensorflow: string;
  /** Threads inside one operation. */
  threads: number;
  device: 'cpu' | 'gpu';
}

const requireFrom = createRequire(__filename);
const PACKAGE = '@tensorflow/tfjs-node-gpu';

/** The whole library, loaded here and nowhere else; production mode, native backend. */
export const tf: typeof TensorFlow = load();

export function engineInfo(): EngineInfo {
  const backend = tf.backend() as unknown as { isUsingGpuDevice: boolean; binding: { TF_Version: string } };
  return {
    tfjs: tf.version.tfjs,
    tensorflow: backend.binding.TF_Version,
    threads: Number(process.env.TF_NUM_INTRAOP_THREADS),
    device: backend.isUsingGpuDevice ? 'gpu' : 'cpu',
  };
}

function load(): typeof TensorFlow {
  refuseUnfitNode(process.versions.node);
  // All of this is read once, while the library loads.
  process.env.TF_NUM_INTRAOP_THREADS = String(threadCount(process.env.KDLAB_THREADS));
  process.env.TF_NUM_INTEROP_THREADS = '1'; // eager operations run one after the other
  const verbose = process.env.TF_CPP_MIN_LOG_LEVEL === '0';
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  const library = verbose ? loadPackage() : withoutStderr(loadPackage);
  library.enableProdMode();
  return library;
}

function loadPackage(): typeof TensorFlow {
  try {
    return requireFrom(PACKAGE) as typeof TensorFlow;
  } catch (error) {
    const reason = (error as Error).message.split('\n')[0];
    throw new InputError(`the native engine does not load: run 'npm run setup' (${reason})`);
  }
}

/** tfjs-node 4.22 calls util.isNullOrUndefined, which left Node.js in version 23. */
export function refuseUnfitNode(version: string): void {
  const [major, minor] = version.split('.').map(Number);
  const fit = major === 22 || (major === 20 && minor >= 19);
  if (!fit)
    throw new InputError(
      `Node.js: found ${version}, the native engine runs on 20.19 or later of 20, or on 22`,
    );
}

/** Threads inside one operation: `KDLAB_THREADS`, by default one per core. */
export function threadCount(setting: string | undefined): number {
  if (setting === undefined || setting === '') return availableParallelism();
  if (!/^[1-9]\d*$/.test(setting)) {
    throw new InputError(`KDLAB_THREADS: found ${shown(setting)}, allowed are integers from 1`);
  }
  return Number(setting);
}

/** Runs `action` with stderr pointed at nothing, where set-up has built the gate (see stderr-gate.c). */
function withoutStderr<T>(action: () => T): T {
  const gate = gateFile();
  if (gate === undefined) return action();
  process.dlopen({ exports: {} }, gate); // closes
  try {
    return action();
  } finally {
    process.dlopen({ exports: {} }, gate); // opens
  }
}

function gateFile(): string | undefined {
  try {
    const file = path.join(
      path.dirname(requireFrom.resolve(`${PACKAGE}/package.json`)),
      'lib',
      'stderr-gate.node',
    );
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined; // the package itself is missing: loadPackage says so
  }
}
