import { z } from 'zod';
import { InputError, shown } from './errors';
import type { PublishedValue } from './definitions';
import type { RunRecord } from './record';
import type { RunSpec } from './run-spec';

const count = z.number().int().min(1);
const options = z.record(z.string(), z.unknown());

const view = z.strictObject({
  crop: z.number().int().min(0).optional(),
  resizedCrop: z.boolean().optional(),
  flip: z.boolean().optional(),
  policy: z.string().optional(),
});

const data = z.strictObject({
  set: z.string(),
  labels: z.enum(['fine', 'coarse']).optional(),
  classes: z.array(z.number().int().min(0)).min(2).optional(),
  resolution: z.number().int().min(4).optional(),
  trainPerClass: count.optional(),
  testPerClass: count.optional(),
  subsetSeed: count.optional(),
  validationPerClass: count.optional(),
  labelTransform: z.strictObject({ name: z.string(), options: options.optional() }).optional(),
  views: z.record(z.string(), view).optional(),
  normalise: z.enum(['train', 'published']).optional(),
});

const optimiser = z.strictObject({
  name: z.literal('sgd'),
  learningRate: z.number().positive(),
  momentum: z.number().min(0).lt(1).optional(),
  nesterov: z.boolean().optional(),
  weightDecay: z.number().min(0).optional(),
  decayOn: z.enum(['all', 'weights']).optional(),
});

const schedule = z.strictObject({
  name: z.enum(['constant', 'cosine', 'step']),
  warmup: z.number().min(0).lt(1).optional(),
  milestones: z.array(count).optional(),
  factor: z.number().positive().lt(1).optional(),
});

const runSpec: z.ZodType<RunSpec> = z.lazy(() =>
  z.strictObject({
    specVersion: z.literal(1),
    data,
    model: z.union([z.string(), z.array(z.string()).min(2)]),
    teacher: z
      .union([
        z.strictObject({ run: runSpec }),
        z.strictObject({
          file: z.string(),
          sha256: z.string().regex(/^[0-9a-f]{64}$/, 'allowed are 64 hexadecimal digits in lower case'),
          model: z.string(),
          classes: count.optional(),
        }),
      ])
      .optional(),
    method: z.strictObject({
      name: z.string(),
      loss: z.string(),
      lossOptions: options.optional(),
      options: options.optional(),
    }),
    optimiser,
    schedule,
    epochs: count,
    batchSize: count,
    earlyStopping: z.strictObject({ patience: count, on: z.enum(['validation', 'test']) }).optional(),
    evaluateEvery: count.optional(),
    seed: count,
  }),
) as z.ZodType<RunSpec>;

const epochMetrics = z.looseObject({
  epoch: z.number().int(),
  top1: z.number(),
  top5: z.number(),
  nll: z.number(),
  ece: z.number(),
  aurc: z.number(),
});

const record = z.looseObject({
  recordVersion: z.literal(1),
  runId: z.string(),
  configId: z.string(),
  spec: runSpec,
  profile: z.enum(['smoke', 'quick', 'cpu', 'paper']),
  profileData: z.string(),
  paper: z.string(),
  table: z.string(),
  row: z.string(),
  column: z.string(),
  seed: count,
  environment: z.looseObject({
    node: z.string(),
    tensorflow: z.string(),
    cpu: z.string(),
    commit: z.string(),
  }),
  teacher: z.looseObject({ name: z.string(), accuracy: z.number() }).optional(),
  metrics: z.looseObject({
    last: epochMetrics,
    bestTest: epochMetrics,
    bestValidation: epochMetrics.optional(),
    learners: z.array(z.looseObject({ last: epochMetrics, bestTest: epochMetrics })).optional(),
    ensemble: epochMetrics.optional(),
  }),
  curve: z.array(z.looseObject({ epoch: z.number(), loss: z.number(), top1: z.number() })),
  measures: z.record(z.string(), z.array(z.number())).optional(),
  measureCurves: z
    .looseObject({
      epochs: z.array(z.number().int()),
      values: z.record(z.string(), z.array(z.number().nullable())),
    })
    .optional(),
  softLabels: z.array(
    z.looseObject({
      source: z.enum(['teacher', 'peer', 'self', 'candidates', 'labels']),
      view: z.string(),
      split: z.enum(['train', 'test']),
      epoch: z.number().int(),
      k: z.array(z.number().int()),
      unreliability: z.array(z.number()),
      ambiguity: z.array(z.number()),
    }),
  ),
  seconds: z.number().min(0),
});

const published = z.strictObject({
  paper: z.string().min(1),
  table: z.string().min(1),
  row: z.string().min(1),
  column: z.string().min(1),
  value: z.coerce.number(),
  unit: z.string(),
  basis: z.enum(['exact', 'secondary', 'inferred']),
});

/** Validates a run specification; `source` (a file name) opens the error message. */
export function parseRunSpec(value: unknown, source: string): RunSpec {
  return parse(runSpec, value, source);
}

/** Validates a record read from disk. */
export function parseRecord(value: unknown, source: string): RunRecord {
  return parse(record, value, source) as unknown as RunRecord;
}

/** Validates one row of a published table. */
export function parsePublishedValue(value: unknown, source: string): PublishedValue {
  return parse(published, value, source);
}

/** Runs a schema and turns its first issue into one sentence: file, field, what was found, what is allowed. */
export function parse<T>(schema: z.ZodType<T>, value: unknown, source: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = deepest(result.error.issues[0]);
  const field = issue.path.join('.') || 'the whole value';
  const found = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  const detail =
    issue.code === 'unrecognized_keys' ? '' : ` (found ${found === undefined ? 'nothing' : shown(found)})`;
  throw new InputError(`${source}: field '${field}': ${issue.message}${detail}`);
}

interface Issue {
  code?: string;
  path: PropertyKey[];
  message: string;
  /** Of unrecognised keys. */
  keys?: string[];
  errors?: Issue[][];
}

/** For a union zod reports one list per alternative; the one that got furthest is the one the user meant. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union' || !issue.errors) return issue;
  const inner = issue.errors.filter((list) => list.length > 0);
  // Fewest complaints about fields that are not there or not known; then the deepest.
  const strange = (list: Issue[]) =>
    list.reduce(
      (sum, { keys, message }) => sum + (keys?.length ?? (message.includes('undefined') ? 1 : 0)),
      0,
    );
  const ordered = inner.sort(
    (a, b) => strange(a) - strange(b) || b[0].path.length - a[0].path.length || a.length - b.length,
  );
  const best = ordered[0]?.[0];
  return best ? deepest({ ...best, path: [...issue.path, ...best.path] }) : issue;
}
