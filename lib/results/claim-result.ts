import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import writeFileAtomic from 'write-file-atomic';
import { InputError, parse } from '../base';
import { compactJson } from './compact-json';

/**
 * Stored evidence of a claim that does not rest on training runs: `data/records/<paper>/claims/<id>.json`.
 * `simulation`: one number a replicate; `cost`: one ratio an interleaved block; `exact`: the checked deviations.
 */
export interface ClaimResult {
  resultVersion: 1;
  paper: string;
  id: string;
  kind: 'simulation' | 'exact' | 'cost';
  /** The claim's quantity, in the claim's unit. */
  values: number[];
  unit: string;
  /** What was done, in one sentence, with the numbers needed to repeat it. */
  how: string;
  seconds: number;
  environment: { node: string; cpu: string; commit: string; date: string };
}

const schema: z.ZodType<ClaimResult> = z.strictObject({
  resultVersion: z.literal(1),
  paper: z.string().min(1),
  id: z.string().min(1),
  kind: z.enum(['simulation', 'exact', 'cost']),
  values: z.array(z.number()).min(1),
  unit: z.string(),
  how: z.string().min(1),
  seconds: z.number().min(0),
  environment: z.strictObject({ node: z.string(), cpu: z.string(), commit: z.string(), date: z.string() }),
});

/** Validates a stored claim result; `source` opens the error message. */
export function parseClaimResult(value: unknown, source: string): ClaimResult {
  return parse(schema, value, source);
}

export function claimResultFile(folder: string, paper: string, id: string): string {
  return join(folder, paper, 'claims', `${id}.json`);
}

/** The stored result of a claim, or undefined where there is none yet. */
export function readClaimResult(folder: string, paper: string, id: string): ClaimResult | undefined {
  const file = claimResultFile(folder, paper, id);
  if (!existsSync(file)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InputError(`${file}: no readable claim result (${(error as Error).message})`);
  }
  return parseClaimResult(value, file);
}

/** Writes a result in one step and returns its path. */
export function writeClaimResult(result: ClaimResult, folder: string): string {
  const file = claimResultFile(folder, result.paper, result.id);
  parseClaimResult(result, file);
  mkdirSync(dirname(file), { recursive: true });
  writeFileAtomic.sync(file, compactJson(result));
  return file;
}
