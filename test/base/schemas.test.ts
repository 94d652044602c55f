import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base/errors';
import { configId, runId } from '../../lib/base/run-id';
import { parsePublishedValue, parseRecord, parseRunSpec } from '../../lib/base/schemas';

function example(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(__dirname, '../fixtures/joints', name), 'utf8')) as Record<
    string,
    unknown
  >;
}

/** The message of the InputError, or 'accepted'. `change` edits a copy in place. */
function refusal(
  parse: (value: unknown, source: string) => unknown,
  value: unknown,
  change: (copy: any) => void,
): string {
  const copy = structuredClone(value);
  change(copy);
  try {
    parse(copy, 'file.json');
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  return 'accepted';
}

describe('parseRunSpec', () => {
  const spec = example('run-spec.json');

  it('accepts the example', () => {
    expect(parseRunSpec(spec, 'run-spec.json')).toEqual(spec);
  });

  it.each<[string, (spec: any) => void, RegExp]>([
    [
      'a missing field',
      (s) => delete s.data.set,
      /^file\.json: field 'data\.set': .*expected string.*\(found nothing\)$/,
    ],
    ['an unknown field', (s) => (s.optimiser.lr = 1), /^file\.json: field 'optimiser': .*"lr"/],
    ['a wrong kind', (s) => (s.epochs = 'ten'), /^file\.json: field 'epochs': .*\(found 'ten'\)$/],
    ['a fraction of an epoch', (s) => (s.epochs = 1.5), /^file\.json: field 'epochs': .*\(found 1\.5\)$/],
    ['seed 0', (s) => (s.seed = 0), /^file\.json: field 'seed': .*>=1 \(found 0\)$/],
    ['another version', (s) => (s.specVersion = 2), /^file\.json: field 'specVersion': .*\(found 2\)$/],
    [
      'an unknown schedule',
      (s) => (s.schedule.name = 'poly'),
      /field 'schedule\.name': .*"cosine".*\(found 'poly'\)$/,
    ],
    ['a momentum of 1', (s) => (s.optimiser.momentum = 1), /field 'optimiser\.momentum': .*<1 \(found 1\)$/],
    [
      'a learning rate of 0',
      (s) => (s.optimiser.learningRate = 0),
      /field 'optimiser\.learningRate': .*>0 \(found 0\)$/,
    ],
    ['one learner in a list', (s) => (s.model = ['cnn28']), /field 'model'/],
    [
      'a fault inside the teacher',
      (s) => (s.teacher.run.epochs = 0),
      /field 'teacher\.run\.epochs': .*\(found 0\)$/,
    ],
    [
      'a checksum that is none',
      (s) => (s.teacher = { file: 'a.pth', sha256: 'abc', model: 'resnet56' }),
      /field 'teacher\.sha256'/,
    ],
    [
      'a resized crop that is no yes or no',
      (s) => (s.data.views = { weak: { resizedCrop: 1 } }),
      /field 'data\.views\.weak\.resizedCrop'/,
    ],
    ['a negative crop', (s) => (s.data.views = { weak: { crop: -1 } }), /field 'data\.views\.weak\.crop'/],
  ])('refuses %s by file and field', (_, change, message) => {
    expect(refusal(parseRunSpec, spec, change)).toMatch(message);
  });

  it('refuses what is no object', () => {
    expect(refusal(parseRunSpec, null, () => undefined)).toContain("file.json: field 'the whole value'");
  });
});

describe('parseRecord', () => {
  const record = example('record.json');

  it('accepts the example, whose names follow from its specification', () => {
    const parsed = parseRecord(record, 'record.json');
    expect(parsed).toEqual(record);
    expect(parsed.runId).toBe(runId(parsed.spec));
    expect(parsed.configId).toBe(configId(parsed.spec));
  });

  it.each<[string, (record: any) => void, RegExp]>([
    [
      'a missing metric',
      (r) => delete r.metrics.last.ece,
      /field 'metrics\.last\.ece': .*\(found nothing\)$/,
    ],
    ['an unknown profile', (r) => (r.profile = 'gpu'), /field 'profile': .*"cpu".*\(found 'gpu'\)$/],
    ['a fault in its specification', (r) => (r.spec.batchSize = 0), /field 'spec\.batchSize'/],
    ['an unknown soft label', (r) => (r.softLabels[0].source = 'mix'), /field 'softLabels\.0\.source'/],
    [
      'a null accuracy',
      (r) => (r.metrics.last.top1 = null),
      /field 'metrics\.last\.top1': .*\(found null\)$/,
    ],
  ])('refuses %s', (_, change, message) => {
    expect(refusal(parseRecord, record, change)).toMatch(message);
  });

  it('keeps fields it does not know, so that later records stay readable', () => {
    expect(parseRecord({ ...record, note: 'later' }, 'file.json')).toHaveProperty('note', 'later');
  });
});

describe('parsePublishedValue', () => {
  const row = {
    paper: 'p',
    table: 't',
    row: 'KD',
    column: 'a->b',
    value: '70.66',
    unit: '%',
    basis: 'exact',
  };

  it('reads a CSV row and turns the value into a number', () => {
    expect(parsePublishedValue(row, 'f.csv').value).toBe(70.66);
  });

  it('refuses a value that is no number, an unknown basis and a further column', () => {
    expect(refusal(parsePublishedValue, row, (r) => (r.value = '7o'))).toMatch(
      /field 'value': .*\(found '7o'\)$/,
    );
    expect(refusal(parsePublishedValue, row, (r) => (r.basis = 'guess'))).toMatch(
      /field 'basis': .*"inferred"/,
    );
    expect(refusal(parsePublishedValue, row, (r) => (r.note = 'x'))).toContain('"note"');
  });
});
