import { InputError } from '../../base/errors';
import { decodeNpy } from '../../formats/npy-decode';
import type { CheckReport } from '../../theory/check';
import { checkArrays } from './check-arrays';

/** One check as the page asks for it: file names and bytes. */
export interface CheckRequest {
  matrix: { name: string; bytes: Uint8Array };
  labels: { name: string; bytes: Uint8Array };
  /** The matrix holds candidate sets instead of probabilities. */
  candidates: boolean;
  k?: number;
  resamples: number;
}

/** The report, or what is wrong in the words of `kdlab check`. */
export type CheckAnswer = { report: CheckReport } | { refused: string };

export function answerCheck({ matrix, labels, candidates, k, resamples }: CheckRequest): CheckAnswer {
  const source = ({ name, bytes }: CheckRequest['matrix']) => ({ name, read: () => decodeNpy(bytes, name) });
  try {
    const report = checkArrays({
      [candidates ? 'candidates' : 'softLabels']: source(matrix),
      labels: source(labels),
      ...(k === undefined ? {} : { k }),
      resamples,
      seed: 1,
    });
    return { report };
  } catch (error) {
    if (error instanceof InputError) return { refused: error.message };
    throw error;
  }
}

/** In a worker, so that the page stays alive while a large bootstrap runs. */
export function answerChecks(): void {
  self.onmessage = ({ data }: MessageEvent<CheckRequest>) => self.postMessage(answerCheck(data));
}
