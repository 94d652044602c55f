import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CaseAnswer, NestedNumbers } from '../../lib/losses/index';

/** A case as in a case file. */
export type Case = Record<string, unknown> & { loss: string; options: Record<string, unknown> };

/** `test/fixtures/losses/NAME.json`, made by make_losses.py beside it. */
export interface Fixture {
  loss: string;
  madeBy: { script: string; python: string; torch: string };
  defaults: Record<string, unknown>;
  properties: {
    perSample?: boolean;
    shiftInvariant?: string[];
    zeroAtTeacher?: string[];
    asymmetric?: boolean;
    detached?: boolean;
    coupled?: string[];
    ordered?: boolean;
    jumps?: string[];
  };
  cases: {
    name: string;
    case: Case;
    answer: Omit<CaseAnswer, 'loss'> & {
      /** Where the loss holds something of the student constant: w with the gradient of mean −Σ w·log p, [N][C]. */
      target?: number[][];
    };
  }[];
}

/** Throws where a registered loss has no fixture: that is a failing test, not a skipped one. */
export function loadFixture(loss: string): Fixture {
  const file = path.join(__dirname, '..', 'fixtures', 'losses', `${loss}.json`);
  if (!existsSync(file)) throw new Error(`loss '${loss}' has no fixture ${file}: add one to make_losses.py`);
  return JSON.parse(readFileSync(file, 'utf8')) as Fixture;
}

/** All numbers of nested arrays, in order. */
export function flat(value: NestedNumbers | undefined): number[] {
  return Array.isArray(value) ? value.flatMap(flat) : [value!];
}

/** Largest |found − expected|: for differences of probabilities, which may cancel down to float32's rounding of 1. */
export function apart(found: number[], expected: number[]): number {
  if (found.length !== expected.length) return Infinity;
  return Math.max(...expected.map((value, i) => Math.abs(found[i] - value)));
}

/**
 * Largest |found − expected| in units of what is allowed (at most 1 passes): `relative` of each number itself, plus
 * a share of the largest for gradients, in which entries of different size cancel, plus the digits of the reference.
 */
export function excess(found: number[], expected: number[], relative: number, ofLargest = 0): number {
  if (found.length !== expected.length) return Infinity;
  const largest = Math.max(...expected.map(Math.abs));
  const ratios = expected.map((value, i) => {
    const allowed = relative * Math.abs(value) + ofLargest * largest + 1e-14;
    const error = Math.abs(found[i] - value);
    return Number.isNaN(error) ? Infinity : error / allowed;
  });
  return Math.max(...ratios);
}
