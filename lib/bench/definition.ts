import { median } from '../base';

/** Milliseconds of repeated measurements. */
export interface Sample {
  median: number;
  min: number;
}

/** One measured line. Times in milliseconds, memory in MB. */
export interface BenchmarkLine extends Sample {
  name: string;
  /** What was measured against, where there is an opponent. */
  opponent?: Sample & { name: string };
  /** Median over the blocks of own time / opponent's time in the same block; below 1 is faster. */
  ratio?: number;
  /** The ratio of each block, in order. */
  ratios?: number[];
  /** Further figures of the benchmark, by name with unit. */
  details?: Record<string, number | string>;
}

export interface BenchmarkOptions {
  /** PyTorch beside it, installed on demand in an environment of its own. */
  againstTorch: boolean;
  /** Interleaved blocks, at least 7 for a published figure. */
  blocks: number;
  /** Networks to measure; all of the benchmark's by default. */
  models?: readonly string[];
  /** Training steps of `memory`. */
  steps: number;
  /** Gets each line as soon as it is measured. */
  onLine: (line: BenchmarkLine) => void;
  /** What is going on, for stderr. */
  onProgress: (text: string) => void;
}

export interface Benchmark {
  name: string;
  /** One sentence for the list. */
  what: string;
  /** Whether `--against torch` means something here. */
  hasOpponent: boolean;
  /** The cost claim that its ratios decide: each block's time over the reference, less one, in %. */
  claim?: { paper: string; id: string; unit: string };
  run(options: BenchmarkOptions): Promise<BenchmarkLine[]>;
}

export function sample(times: readonly number[]): Sample {
  return { median: median(times), min: Math.min(...times) };
}
