import { existsSync } from 'node:fs';
import { InputError, oneOf, parseRunSpec, shown } from '../base';
import type { RunSpec } from '../base';
import { readJson } from './files';

const NEEDED = 'allowed is a readable JSON file or PAPER/TABLE:ROW:COLUMN';

/**
 * The specification that `kdlab run` is asked for: a JSON file or a table's cell (with seed 1), then the assignments
 * of `--set` in order, then `--seed`.
 *
 * @throws InputError naming the file, table, row, column or field
 */
export async function readRunSpec(
  argument: string,
  changes: { set: readonly string[]; seed?: number },
): Promise<RunSpec> {
  const isCell = /^[^:]+\/[^:]+:/.test(argument) && !existsSync(argument);
  const value = isCell ? await cellSpec(argument) : readJson(argument, 'SPEC', NEEDED);
  if (!isObject(value) || Array.isArray(value)) {
    throw new InputError(`${argument}: found ${shown(value)}, allowed is a run specification, an object`);
  }
  for (const assignment of changes.set) setPath(value, assignment);
  if (changes.seed !== undefined) value.seed = changes.seed;
  return parseRunSpec(value, argument);
}

async function cellSpec(argument: string): Promise<unknown> {
  const { tableById } = await import('../papers/index.js');
  const [id, row, ...rest] = argument.split(':');
  const column = rest.join(':');
  const cells = tableById(id).cells;
  const ofRow = cells.filter((cell) => cell.row === row);
  if (ofRow.length === 0) {
    const rows = [...new Set(cells.map((cell) => cell.row))];
    throw new InputError(`row: found ${shown(row)}, allowed in ${id} is ${oneOf(rows)}`);
  }
  const cell = ofRow.find((candidate) => candidate.column === column);
  if (!cell) {
    const columns = [...new Set(ofRow.map((candidate) => candidate.column))];
    throw new InputError(
      `column: found ${shown(column)}, allowed in row '${row}' of ${id} is ${oneOf(columns)}`,
    );
  }
  return { ...structuredClone(cell.spec), seed: 1 };
}

/** Applies `a.b.c=value`, making objects on the way; the value is read as JSON where it is JSON, else as text. */
export function setPath(target: Record<string, unknown>, assignment: string): void {
  const at = assignment.indexOf('=');
  const path = assignment.slice(0, Math.max(at, 0));
  const keys = path.split('.');
  // A key that every object has from its prototype would change all objects, not this one.
  if (at < 1 || keys.some((key) => key === '' || key in Object.prototype)) {
    throw new InputError(
      `--set: found ${shown(assignment)}, allowed is PATH=VALUE with a dotted path, such as optimiser.learningRate=0.05`,
    );
  }
  let holder: unknown = target;
  for (const [depth, key] of keys.entries()) {
    const last = depth === keys.length - 1;
    if (!isObject(holder) || (Array.isArray(holder) && !isPlaceIn(holder, key))) {
      const place = keys.slice(0, depth).join('.');
      throw new InputError(
        `--set ${path}: '${place}' is ${shown(holder)}, which has no field '${key}'; allowed is a path through objects, or a place in a list`,
      );
    }
    if (last) holder[key] = jsonOrText(assignment.slice(at + 1));
    else holder = holder[key] ??= {};
  }
}

/** An entry of the list, or the place behind its last. */
function isPlaceIn(list: readonly unknown[], key: string): boolean {
  return /^(0|[1-9]\d*)$/.test(key) && Number(key) <= list.length;
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
