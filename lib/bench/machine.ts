import { availableParallelism, cpus, loadavg } from 'node:os';
import { threadCount } from '../engine';

/** Settings of glibc's allocator that both sides of a comparison inherit. */
const ALLOCATOR = [
  'MALLOC_MMAP_THRESHOLD_',
  'MALLOC_TRIM_THRESHOLD_',
  'MALLOC_TOP_PAD_',
  'MALLOC_ARENA_MAX',
  'LD_PRELOAD',
];

/** What a reader needs to judge the figures. */
export function machine(): Record<string, string | number> {
  const set = ALLOCATOR.filter((name) => process.env[name]).map((name) => `${name}=${process.env[name]}`);
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    threads: threadCount(process.env.KDLAB_THREADS),
    node: process.version,
    allocator: set.length > 0 ? set.join(' ') : 'the C library with its own settings',
    'load before': loadavg()[0].toFixed(2),
  };
}

/** The same environment for both sides. */
export function sharedEnvironment(): NodeJS.ProcessEnv {
  const threads = String(threadCount(process.env.KDLAB_THREADS));
  return { ...process.env, KDLAB_THREADS: threads, OMP_NUM_THREADS: threads, MKL_NUM_THREADS: threads };
}
