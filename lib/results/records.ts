import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { InputError, configId, parseRecord, runId } from '../base';
import type { RunRecord } from '../base';
import { compactJson } from './compact-json';

/** A record is committed and read by people: larger things belong into the run folder. */
export const RECORD_LIMIT = 50_000;

/** Stored results of simulations, benchmarks and exact checks lie beside the tables' folders. */
const CLAIM_FOLDER = 'claims';

/**
 * Reads every record below `folder` (`<paper>/<table>/<runId>.json`), sorted by path. A folder that does not exist
 * has no records.
 *
 * @throws InputError naming the file and field of a record that is damaged
 */
export function readRecords(folder: string): RunRecord[] {
  return recordFiles(folder).map((file) => readRecord(file));
}

/** Reads and validates one record file. */
export function readRecord(file: string): RunRecord {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InputError(`${file}: no readable record (${(error as Error).message})`);
  }
  const record = parseRecord(value, file);
  requireConsistent(record, file);
  return record;
}

/**
 * Keeps a record for good: writes `<paper>/<table>/<runId>.json` in one step, so that a reader never sees half a file.
 * A run that a table has in common with another is stored once: where a record of the same run lies in another
 * table's folder, that file stays the only one (tables find their runs by runId, wherever they lie).
 *
 * @returns path of the file that holds the run
 * @throws InputError where the record is invalid or exceeds 50 kB
 */
export function writeRecord(record: RunRecord, folder: string): string {
  const own = join(folder, record.paper, record.table, `${record.runId}.json`);
  parseRecord(record, own);
  requireConsistent(record, own);
  const text = compactJson(record);
  const bytes = Buffer.byteLength(text);
  if (bytes > RECORD_LIMIT) {
    throw new InputError(`${own}: found ${bytes} bytes, allowed are ${RECORD_LIMIT} for a record`);
  }
  const stored = recordFiles(folder).find((file) => file.endsWith(`/${record.runId}.json`));
  if (stored !== undefined && stored !== own) return stored;
  mkdirSync(dirname(own), { recursive: true });
  writeFileAtomic.sync(own, text);
  return own;
}

/** Records by runId, for tables and claims that share runs. */
export function byRunId(records: readonly RunRecord[]): Map<string, RunRecord> {
  return new Map(records.map((record) => [record.runId, record]));
}

function recordFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return subfolders(folder).flatMap((paper) =>
    subfolders(paper)
      .filter((table) => !table.endsWith(`/${CLAIM_FOLDER}`))
      .flatMap((table) =>
        readdirSync(table)
          .sort()
          .map((name) => join(table, name)),
      )
      .filter((file) => file.endsWith('.json')),
  );
}

function subfolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name))
    .sort();
}

/** A record whose names do not follow from its specification would never be found again. */
function requireConsistent(record: RunRecord, file: string): void {
  const expected = runId(record.spec);
  if (record.runId !== expected) {
    throw new InputError(
      `${file}: field 'runId': found '${record.runId}', its specification gives '${expected}'`,
    );
  }
  const config = configId(record.spec);
  if (record.configId !== config) {
    throw new InputError(
      `${file}: field 'configId': found '${record.configId}', its specification gives '${config}'`,
    );
  }
  if (record.seed !== record.spec.seed) {
    throw new InputError(
      `${file}: field 'seed': found ${record.seed}, its specification has ${record.spec.seed}`,
    );
  }
}
