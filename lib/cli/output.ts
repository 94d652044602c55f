import Table from 'cli-table3';
import { readFileSync } from 'node:fs';
import { InputError } from '../base';

/** Results go to stdout. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Progress and remarks go to stderr. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** A plain terminal table without colours, so that it can be piped and compared. */
export function printTable(head: string[], rows: (string | number)[][]): void {
  const table = new Table({ head, style: { head: [], border: [] } });
  table.push(...rows);
  print(table.toString());
}

/** Reads a text file (or standard input for `-`) named by an argument. */
export function readText(file: string, what: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : `it cannot be read (${code})`;
    throw new InputError(`${what} '${file}': ${reason}; a readable file is needed`);
  }
}

export function readJson(file: string, what: string): unknown {
  const text = readText(file, what);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${what} '${file}': not valid JSON (${(error as Error).message})`);
  }
}

/** A whole number from 1, for options such as `--seeds`. */
export function positiveInteger(name: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1) {
      throw new InputError(`${name}: found '${text}', allowed are whole numbers from 1`);
    }
    return value;
  };
}
