import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { RunSpec, TeacherSpec } from './run-spec';

/**
 * Default values of optional fields. A field equal to its default is left out of the hash, so that adding an
 * optional field (with its default here) never changes an existing id. A changed default needs a new specVersion.
 */
const DEFAULTS: Record<string, unknown> = {
  'data.labels': 'fine',
  'data.normalise': 'train',
  'data.views': { weak: {} },
  'data.views.*.crop': 0,
  'data.views.*.resizedCrop': false,
  'data.views.*.flip': false,
  'data.labelTransform.options': {},
  'method.lossOptions': {},
  'method.options': {},
  'optimiser.momentum': 0.9,
  'optimiser.nesterov': false,
  'optimiser.weightDecay': 0,
  'optimiser.decayOn': 'all',
  'schedule.warmup': 0,
  'schedule.factor': 0.1,
  evaluateEvery: 1,
};

/** 12 hexadecimal digits over the specification without its seed and without fields equal to their default. */
export function configId(spec: RunSpec): string {
  const { seed: _seed, teacher, ...rest } = spec;
  const reduced = withoutDefaults(rest, '') as Record<string, unknown>;
  if (teacher) reduced.teacher = teacherKey(teacher);
  return createHash('sha256').update(canonicalize(reduced)!).digest('hex').slice(0, 12);
}

/** `configId-s<seed>`: the name of the run folder and of its record. */
export function runId(spec: RunSpec): string {
  return `${configId(spec)}-s${spec.seed}`;
}

function teacherKey(teacher: TeacherSpec): unknown {
  if ('run' in teacher) return { run: runId(teacher.run) };
  const { file: _file, ...identity } = teacher; // where the file lies does not matter, its sha256 does
  return identity;
}

function withoutDefaults(value: unknown, path: string): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined) continue;
    const at = path === '' ? key : `${path}.${key}`;
    const reduced = withoutDefaults(entry, at);
    const known = defaultAt(at);
    if (known === undefined || canonicalize(reduced) !== canonicalize(known)) kept[key] = reduced;
  }
  return kept;
}

function defaultAt(path: string): unknown {
  if (path in DEFAULTS) return DEFAULTS[path];
  return DEFAULTS[path.replace(/^data\.views\.[^.]+\./, 'data.views.*.')];
}
