import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, folders, runId } from '../base';
import type { TeacherSpec } from '../base';

/** Where a teacher's own runs would be kept, its teachers' included. */
export function runFolders(teacher: TeacherSpec | undefined): string[] {
  if (!teacher || !('run' in teacher)) return [];
  return [join(folders().runs, runId(teacher.run)), ...runFolders(teacher.run.teacher)];
}

/**
 * Runs training work; where it is refused as bad input, the run folders that it began are taken away again. A folder
 * with anything trained in it stays.
 */
export async function leavingNothing<T>(runs: readonly string[], work: () => Promise<T>): Promise<T> {
  const before = runs.map((folder) => entries(folder));
  try {
    return await work();
  } catch (error) {
    if (error instanceof InputError) runs.forEach((folder, i) => takeBack(folder, before[i]));
    throw error;
  }
}

function takeBack(folder: string, before: readonly string[] | undefined): void {
  const now = entries(folder);
  if (!now || now.some((name) => name === 'checkpoint.safetensors' || name === 'metrics.jsonl')) return;
  if (!before) return rmSync(folder, { recursive: true });
  for (const name of now) {
    if (!before.includes(name)) rmSync(join(folder, name), { recursive: true });
  }
}

/** Undefined where there is no such folder. */
function entries(folder: string): string[] | undefined {
  try {
    return existsSync(folder) ? readdirSync(folder) : undefined;
  } catch {
    return []; // a file in its place, or not readable: nothing of ours
  }
}
