import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normalisePublished, publishedCsv } from '../../lib/results/normalise';
import { normaliseFolder } from '../../lib/results/normalise-published';
import { readPublished, readPublishedRows } from '../../lib/results/published';

const root = join(__dirname, '../..');
const published = join(root, 'data/published');
const files = readdirSync(published).filter((name) => name.endsWith('.csv'));

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'kdlab-published-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function csv(name: string, ...rows: string[]): string {
  const file = join(folder, name);
  writeFileSync(file, ['paper,table,row,column,value,unit,basis', ...rows, ''].join('\n'));
  return file;
}

describe('the committed published tables', () => {
  it('are 53 files with 1,884 values, every one valid', () => {
    expect(files).toHaveLength(53);
    const values = files.flatMap((name) => readPublished(join(published, name)));
    expect(values).toHaveLength(1884);
    expect(values.every((value) => Number.isFinite(value.value))).toBe(true);
  });

  it('stay as they are when normalised again', () => {
    normaliseFolder(published, folder);
    for (const name of files) {
      expect(readFileSync(join(folder, name), 'utf8')).toBe(readFileSync(join(published, name), 'utf8'));
    }
    for (const name of files) rmSync(join(folder, name));
  });

  it('write pairs in the project’s model names', () => {
    const known = new Set(
      `resnet8 resnet14 resnet20 resnet32 resnet44 resnet56 resnet110 resnet8x4 resnet32x4 wrn_16_1 wrn_16_2 wrn_28_2
      wrn_40_1 wrn_40_2 vgg8 vgg13 MobileNetV2 ShuffleV1 ShuffleV2 ResNet50 wrn_28_4 wrn_40_4 wrn_28_10 MobileNetV1
      PreActResNet18 ResNet18-imagenet ResNet34-imagenet ResNet50-imagenet MobileNetV1-imagenet`.split(/\s+/),
    );
    const pairs = files
      .flatMap((name) => readPublished(join(published, name)))
      .flatMap((value) => [value.row, value.column])
      .flatMap((text) => /(\S+)->(\S+)/.exec(text)?.slice(1) ?? []);
    // Networks of Tiny-ImageNet and of a reproduction that the project does not build.
    expect([...new Set(pairs)].filter((name) => !known.has(name)).sort()).toEqual([
      'ResNet18',
      'ViT',
      'wrn_16_4',
    ]);
    expect(pairs.length).toBeGreaterThan(1500);
  });

  it('hold numbers that can be looked up in their sources', () => {
    const value = (file: string, row: string, column: string) =>
      readPublished(join(published, `${file}.csv`)).find((one) => one.row === row && one.column === column);
    expect(value('repdistiller-same', 'teacher', 'resnet56->resnet20')).toMatchObject({
      value: 72.34,
      basis: 'exact',
    });
    expect(value('related-imagenet', 'WTTM', 'ResNet34-imagenet->ResNet18-imagenet')).toMatchObject({
      value: 72.19,
    });
    expect(value('biased-table1', 'CIFAR-10, gamma=0.1', 'eta=0.5')).toMatchObject({
      value: 91.94,
      unit: '%',
    });
    expect(value('tfkd-cifar100', 'ShuffleNetV2', 'baseline')).toMatchObject({ value: 70.34 });
  });
});

describe('readPublished', () => {
  it('reads one table of a file, quoted names included', () => {
    const file = csv('a.csv', 'p,"T, one",KD,a->b,70.50,%,exact', 'p,T2,KD,a->b,71,%,inferred');
    expect(readPublished(file, 'T, one')).toEqual([
      { paper: 'p', table: 'T, one', row: 'KD', column: 'a->b', value: 70.5, unit: '%', basis: 'exact' },
    ]);
    expect(readPublished(file)).toHaveLength(2);
    expect(() => readPublished(file, 'T3')).toThrow("found no table 'T3', it holds 'T, one', 'T2'");
  });

  it('refuses what is damaged by file and line', () => {
    expect(() => readPublished(join(folder, 'none.csv'))).toThrow(
      'none.csv: there is no such published table',
    );
    expect(() => readPublished(csv('b.csv', 'p,t,r,c,1,%,exact', 'p,t,r,c2,,%,exact'))).toThrow(
      /b\.csv: line 3: field 'value'/,
    );
    expect(() => readPublished(csv('c.csv', 'p,t,r,c,1,%,guess'))).toThrow(/c\.csv: line 2: field 'basis'/);
    expect(() => readPublished(csv('d.csv', 'p,t,r,c,1,%'))).toThrow('d.csv: not a readable CSV file');
    expect(() => readPublished(csv('e.csv'))).toThrow('found no rows');
    writeFileSync(join(folder, 'f.csv'), 'a,b\n1,2\n');
    expect(() => readPublished(join(folder, 'f.csv'))).toThrow("found the columns 'a,b'");
  });
});

describe('normalisePublished', () => {
  const row = (change: Record<string, string>) => ({
    paper: 'p',
    table: 't',
    row: 'KD',
    column: 'c',
    value: '70.50',
    unit: '%',
    basis: 'exact',
    ...change,
  });
  const columnOf = (column: string, file = 'any') =>
    normalisePublished([row({ column })], file).rows[0].column;

  it('replaces whole names only, and pairs on ImageNet as pairs', () => {
    expect(columnOf('WRN-40-2 -> ShuffleNetV1')).toBe('wrn_40_2->ShuffleV1');
    expect(columnOf('ResNet32x4->ResNet8x4')).toBe('resnet32x4->resnet8x4');
    expect(columnOf('ResNet34->ResNet18')).toBe('ResNet34-imagenet->ResNet18-imagenet');
    expect(columnOf('ResNet50->MobileNetV2')).toBe('ResNet50->MobileNetV2');
    expect(columnOf('WRN-40-20')).toBe('WRN-40-20');
    expect(columnOf('CIFAR-10: MobileNet + ResNet-32', 'dml-two-networks')).toBe(
      'CIFAR-10: MobileNetV1 + resnet32',
    );
    expect(columnOf('MobileNetV2', 'dml-two-networks')).toBe('MobileNetV2');
    expect(columnOf('ResNet-32')).toBe('ResNet-32');
    expect(columnOf('ShuffleNetV2', 'tfkd-cifar100')).toBe('ShuffleNetV2');
  });

  it('keeps values as printed and counts what it did', () => {
    const { rows, applied } = normalisePublished([row({ column: 'WRN-40-2->WRN-40-1' })], 'any');
    expect(publishedCsv(rows)).toContain('p,t,KD,wrn_40_2->wrn_40_1,70.50,%,exact');
    expect([...applied]).toEqual([
      ['WRN-40-1 → wrn_40_1', 1],
      ['WRN-40-2 → wrn_40_2', 1],
    ]);
  });

  it('drops nothing: an invalid row or two rows of one name stop it', () => {
    expect(() => normalisePublished([row({ value: '' })], 'any')).toThrow('any.csv: line 2: found no value');
    expect(() => normalisePublished([row({ value: 'x' })], 'any')).toThrow("any.csv: line 2: field 'value'");
    const same = [row({ column: 'WRN-40-2' }), row({ column: 'wrn_40_2' })];
    expect(() => normalisePublished(same, 'any')).toThrow('any.csv: line 3: names the same cell as line 2');
  });
});

it('the script reports every file and refuses a folder without tables', () => {
  const raw = mkdtempSync(join(tmpdir(), 'kdlab-raw-'));
  const script = join(root, 'lib/dist/results/normalise-published.js');
  try {
    writeFileSync(
      join(raw, 'x.csv'),
      'paper,table,row,column,value,unit,basis\np,t,KD,WRN-40-2,1.0,%,exact\n',
    );
    const out = join(raw, 'out');
    const said = execFileSync(process.execPath, [script, raw, out], { encoding: 'utf8' });
    expect(said).toBe('x.csv: 1 row read, 1 written\n1 file, 1 row\nWRN-40-2 → wrn_40_2: 1 time\n');
    expect(readPublishedRows(join(out, 'x.csv'))[0].column).toBe('wrn_40_2');
    expect(() => normaliseFolder(folder + '/../kdlab-nothing', out)).toThrow();
    rmSync(join(raw, 'x.csv'));
    expect(() => normaliseFolder(raw, out)).toThrow('found no CSV file');
  } finally {
    rmSync(raw, { recursive: true });
  }
});
