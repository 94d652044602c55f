import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError, projectRoot } from '../base';
import type { RunSpec, TeacherSpec } from '../base';
import type { PreparedData } from '../data/definition';
import type { FrozenModel } from '../engine/definition';
import { frozenWeights } from './frozen-weights';
import { renormalised } from './renormalise';
import { RunFolder } from './run-folder';
import type { RunResult } from './result';

/** A frozen teacher and where it comes from. */
export interface Teacher {
  model: FrozenModel;
  name: string;
  runId?: string;
  dispose(): void;
}

/**
 * Loads a teacher. One named by its own run is trained first where that run is not finished yet (`train` does it,
 * once for all students); one named by file (`.safetensors`, `.pth` or `.pt`) must have the given SHA-256.
 */
export async function resolveTeacher(
  spec: TeacherSpec,
  data: PreparedData,
  train: (spec: RunSpec) => Promise<RunResult>,
): Promise<Teacher> {
  if ('run' in spec) {
    const result = await train(spec.run);
    const name = [spec.run.model].flat()[0];
    const weights = new RunFolder(result.folder).weights();
    return { ...load(name, data, weights, readFileSync(weights)), runId: result.runId };
  }
  const { file, bytes } = readVerified(spec.file, spec.sha256);
  if (spec.classes !== undefined && spec.classes !== data.classes) {
    throw new InputError(
      `teacher.classes: found ${spec.classes}, allowed is the data's number of classes, ${data.classes}`,
    );
  }
  return load(spec.model, data, file, bytes);
}

function load(name: string, data: PreparedData, file: string, bytes: Buffer): Teacher {
  const { height: side, channels } = data.train;
  const shape = { classes: data.classes, side, channels };
  const { model: frozen, normalisation } = frozenWeights(name, shape, bytes, file);
  // Our own weight files say how their images were normalised; others are taken to expect this run's way.
  const model = normalisation ? renormalised(frozen, data, normalisation) : frozen;
  return { model, name, dispose: () => model.dispose() };
}

/** Looks in the working folder, then in the project's; which of them does not matter, since the checksum decides. */
function readVerified(named: string, sha256: string): { file: string; bytes: Buffer } {
  const file = [resolve(named), resolve(projectRoot(), named)].find((path) =>
    statSync(path, { throwIfNoEntry: false })?.isFile(),
  );
  if (!file) throw new InputError(`teacher.file: there is no file '${named}'`);
  const bytes = readFileSync(file);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) {
    throw new InputError(
      `${file}: the teacher's file is not the expected one: found sha256 ${found}, expected ${sha256}`,
    );
  }
  return { file, bytes };
}
