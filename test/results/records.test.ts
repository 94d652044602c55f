import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../lib/base';
import { parseClaimResult, readClaimResult, writeClaimResult } from '../../lib/results/claim-result';
import { compactJson } from '../../lib/results/compact-json';
import { RECORD_LIMIT, readRecords, writeRecord } from '../../lib/results/records';
import { exampleSpec, recordOf } from './samples';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kdlab-records-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const joints = join(__dirname, '../fixtures/joints');
const joint = (name: string): unknown => JSON.parse(readFileSync(join(joints, name), 'utf8'));

describe('writeRecord and readRecords', () => {
  const record = recordOf(exampleSpec, 80);

  it('keep a record under paper, table and runId, and give it back unchanged', () => {
    const file = writeRecord(record, folder);
    expect(file).toBe(join(folder, 'example', 'joints', `${record.runId}.json`));
    expect(readRecords(folder)).toEqual([record]);
    expect(readdirSync(join(folder, 'example', 'joints'))).toEqual([`${record.runId}.json`]);
  });

  it('accept the example file', () => {
    const example = joint('record.json') as RunRecord;
    writeRecord(example, folder);
    expect(readRecords(folder)).toEqual([example]);
  });

  it('store a run of several tables once', () => {
    const first = writeRecord(record, folder);
    const other = writeRecord({ ...record, table: 'other', row: 'KD' }, folder);
    expect(other).toBe(first);
    expect(existsSync(join(folder, 'example', 'other'))).toBe(false);
    expect(readRecords(folder)).toHaveLength(1);
  });

  it('replace the record of a run that was made again', () => {
    writeRecord(record, folder);
    writeRecord({ ...record, seconds: 99 }, folder);
    expect(readRecords(folder).map((one) => one.seconds)).toEqual([99]);
  });

  it('have nothing where no folder is, and leave stored claim results alone', () => {
    expect(readRecords(join(folder, 'none'))).toEqual([]);
    writeClaimResult(parseClaimResult(joint('claim-result.json'), 'claim-result.json'), folder);
    expect(readRecords(folder)).toEqual([]);
  });

  it('refuse a record above 50 kB', () => {
    const curve = Array.from({ length: 1000 }, (_, epoch) => ({
      epoch,
      loss: 1.23456,
      trainTop1: 50,
      top1: 51.25,
    }));
    expect(() => writeRecord({ ...record, curve }, folder)).toThrow(/found \d+ bytes, allowed are 50000/);
    expect(RECORD_LIMIT).toBe(50_000);
    expect(readRecords(folder)).toEqual([]);
  });

  it('refuse a record whose names do not follow from its specification', () => {
    expect(() => writeRecord({ ...record, runId: 'abc-s2' }, folder)).toThrow(
      "field 'runId': found 'abc-s2'",
    );
    expect(() => writeRecord({ ...record, configId: 'abc' }, folder)).toThrow(
      "field 'configId': found 'abc'",
    );
    expect(() => writeRecord({ ...record, seed: 7 }, folder)).toThrow(
      "field 'seed': found 7, its specification has 2",
    );
  });

  it('name the file that is damaged', () => {
    const file = writeRecord(record, folder);
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 200));
    expect(() => readRecords(folder)).toThrow(`${file}: no readable record`);
    writeFileSync(file, compactJson({ ...record, seconds: -1 }));
    expect(() => readRecords(folder)).toThrow(/field 'seconds': .*\(found -1\)/);
  });
});

describe('claim results', () => {
  it('are kept under claims and given back; a missing one is undefined', () => {
    const result = parseClaimResult(joint('claim-result.json'), 'claim-result.json');
    expect(writeClaimResult(result, folder)).toBe(join(folder, 'example', 'claims', 'X1.json'));
    expect(readClaimResult(folder, 'example', 'X1')).toEqual(result);
    expect(readClaimResult(folder, 'example', 'X2')).toBeUndefined();
  });

  it('are refused by file and field', () => {
    const result = joint('claim-result.json') as object;
    expect(() => parseClaimResult({ ...result, values: [] }, 'x.json')).toThrow("x.json: field 'values'");
    expect(() => parseClaimResult({ ...result, kind: 'seeds' }, 'x.json')).toThrow("x.json: field 'kind'");
    mkdirSync(join(folder, 'example', 'claims'), { recursive: true });
    writeFileSync(join(folder, 'example', 'claims', 'X1.json'), '{');
    expect(() => readClaimResult(folder, 'example', 'X1')).toThrow('no readable claim result');
  });
});

describe('compactJson', () => {
  it('puts arrays of numbers on one line and changes nothing else', () => {
    const value = {
      a: [1, -2.5, 3e-7],
      b: [[1, 2], []],
      c: ['[\n 1,\n 2\n]', '[ 1 ]'],
      d: [{ e: [1] }, null],
    };
    const text = compactJson(value);
    expect(JSON.parse(text)).toEqual(value);
    expect(text).toContain('"a": [1, -2.5, 3e-7]');
    expect(text.endsWith('}\n')).toBe(true);
  });
});
