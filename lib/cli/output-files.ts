import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../base';
import { writeSynced } from '../base/files';

/** A file to be written and the option that names it. */
export interface OutputFile {
  option: string;
  file: string;
  content: Uint8Array;
}

/** Refused before any work: outputs that are the same file, an input, a folder, or in no folder. */
export function checkOutputs(
  outputs: readonly Omit<OutputFile, 'content'>[],
  inputs: readonly { option: string; file: string }[],
): void {
  const taken = new Map(inputs.map(({ option, file }) => [resolve(file), option]));
  for (const { option, file } of outputs) {
    const path = resolve(file);
    const other = taken.get(path);
    if (other !== undefined) throw refused(option, file, `is the file of ${other} too`);
    taken.set(path, option);
    if (existsSync(path) && statSync(path).isDirectory()) throw refused(option, file, 'is a folder');
    if (!existsSync(dirname(path)) || !statSync(dirname(path)).isDirectory()) {
      throw refused(option, file, 'is in no existing folder');
    }
  }
}

/**
 * Writes several results so that all are there or none: each is written whole beside its place and synchronised, then
 * all are moved. A device or pipe, such as /dev/stdout, is written to as it is.
 */
export function writeTogether(outputs: readonly OutputFile[]): void {
  const staged: { from: string; to: string }[] = [];
  const moved: string[] = [];
  let current = outputs[0];
  try {
    for (const output of outputs.filter(({ file }) => !isDevice(file))) {
      current = output;
      staged.push(stage(output));
    }
    for (const { from, to } of staged) {
      renameSync(from, to);
      moved.push(to);
    }
    for (const output of outputs.filter(({ file }) => isDevice(file))) {
      current = output;
      writeFileSync(output.file, output.content);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    for (const path of [...staged.map(({ from }) => from), ...moved]) rmSync(path, { force: true });
    throw refused(current.option, current.file, `cannot be written (${code})`);
  }
}

function stage({ file, content }: OutputFile): { from: string; to: string } {
  const to = resolve(file);
  const from = join(dirname(to), `.${basename(to)}.${process.pid}.tmp`);
  try {
    writeSynced(from, content);
  } catch (error) {
    rmSync(from, { force: true });
    throw error;
  }
  return { from, to };
}

function isDevice(file: string): boolean {
  return existsSync(file) && !statSync(file).isFile();
}

function refused(option: string, file: string, why: string): InputError {
  return new InputError(
    `${option} '${file}': ${why}; a file of its own in an existing, writable folder is needed`,
  );
}
