import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fashionMnistTable } from './smoke';
import { isRefusal, kdlab, ownFolders, start, temporary } from './program';

const column = fashionMnistTable.column;

describe('kdlab run', () => {
  const environment = ownFolders();

  it('trains a table cell with changed fields and reports it', () => {
    const answer = kdlab(
      ['run', `start/fashion-mnist:ce:${column}`, '--set', 'epochs=1', '--seed', '3', '--json'],
      { environment },
    );
    expect(answer.code, answer.stderr).toBe(0);
    const result = JSON.parse(answer.stdout) as {
      runId: string;
      folder: string;
      metrics: { last: { epoch: number } };
    };
    expect(result.runId).toMatch(/^[0-9a-f]{12}-s3$/);
    expect(result.metrics.last.epoch).toBe(1);
    for (const name of ['spec.json', 'environment.json', 'metrics.jsonl', 'logits.npy', 'result.json']) {
      expect(existsSync(join(result.folder, name)), name).toBe(true);
    }
  });

  it('reads a specification from a file, into --out', () => {
    const folder = temporary();
    const file = join(folder, 'spec.json');
    writeFileSync(file, JSON.stringify({ ...fashionMnistTable.spec, epochs: 1, seed: 2 }));
    const answer = kdlab(['run', file, '--out', join(folder, 'run')], { environment });
    expect(answer.code, answer.stderr).toBe(0);
    expect(answer.stdout).toContain('top-1');
    expect(existsSync(join(folder, 'run', 'result.json'))).toBe(true);
  });

  it.each([
    ['an unknown row', [`start/fashion-mnist:nonsense:${column}`]],
    ['an unknown column', ['start/fashion-mnist:ce:nonsense']],
    ['a missing file', ['absent.json']],
    ['a broken assignment', [`start/fashion-mnist:ce:${column}`, '--set', 'epochs']],
    ['a path through a number', [`start/fashion-mnist:ce:${column}`, '--set', 'epochs.more=1']],
    ['a text for a number', [`start/fashion-mnist:ce:${column}`, '--set', 'epochs=many']],
    ['an unknown field', [`start/fashion-mnist:ce:${column}`, '--set', 'optimiser.alpha=1']],
    ['an unknown loss', [`start/fashion-mnist:ce:${column}`, '--set', 'method.loss=nonsense']],
    ['an unknown option', [`start/fashion-mnist:ce:${column}`, '--set', 'method.lossOptions.alpha=1']],
    ['an unknown model', [`start/fashion-mnist:ce:${column}`, '--set', 'model=nonsense']],
    ['an unknown data set', [`start/fashion-mnist:ce:${column}`, '--set', 'data.set=nonsense']],
    ['KD without a teacher', [`start/fashion-mnist:ce:${column}`, '--set', 'method.loss=kd']],
    [
      'a data set that is not here',
      [`start/fashion-mnist:ce:${column}`, '--set', 'data.set=cifar10', '--set', 'model=resnet8'],
    ],
  ])('refuses %s in one sentence', (_what, args) => {
    const answer = kdlab(['run', ...args], { environment: { ...environment, KDLAB_DATA: temporary() } });
    expect(answer.code, answer.stderr).toBe(2);
    expect(answer.stdout).toBe('');
    expect(
      answer.stderr
        .trim()
        .split('\n')
        .filter((line) => line.startsWith('kdlab: ')),
    ).toHaveLength(1);
  });
});

describe('kdlab table', () => {
  it('lists all tables', () => {
    const rows = JSON.parse(kdlab(['table', '--json']).stdout) as { table: string; profile: string }[];
    expect(rows.map(({ table, profile }) => `${table} ${profile}`)).toEqual(
      expect.arrayContaining(['start/fashion-mnist quick', 'start/cifar100 cpu', 'start/cifar100 paper']),
    );
  });

  it('prints from records alone, whatever data there is', () => {
    const view = JSON.parse(
      kdlab(['table', 'start/cifar100', '--stored', '--json'], { environment: { KDLAB_DATA: '/nowhere' } })
        .stdout,
    ) as { cells: { row: string; verdict: string; measured?: { n: number } }[]; claims: { id: string }[] };
    expect(view.cells.some(({ measured }) => (measured?.n ?? 0) >= 3)).toBe(true);
    expect(view.claims.map(({ id }) => id)).toContain('S3');
  });

  it('holds --only against the stored rows, too', () => {
    expect(isRefusal(kdlab(['table', 'start/cifar100', '--stored', '--only', 'nonsense']))).toBe(true);
  });

  it('says what it would run, runs it, and has nothing left to do', () => {
    const environment = ownFolders();
    const args = [
      'table',
      'start/fashion-mnist',
      '--profile',
      'smoke',
      '--seeds',
      '1',
      '--only',
      'ce',
      'kd',
      '--json',
    ];
    const plan = JSON.parse(kdlab([...args, '--dry-run'], { environment }).stdout) as {
      missing: { kind: string }[];
    };
    expect(plan.missing.map(({ kind }) => kind)).toEqual(['teacher', 'run', 'run']);
    expect(existsSync(environment.KDLAB_RUNS)).toBe(false);
    const first = kdlab(args, { environment });
    expect(first.code, first.stderr).toBe(0);
    expect(readdirSync(environment.KDLAB_RUNS)).toHaveLength(3);
    expect(existsSync(environment.KDLAB_RECORDS), 'smoke runs are no results').toBe(false);
    const again = kdlab(args, { environment });
    expect(again.stderr).toContain('2 runs finished, 0 missing');
    expect(again.stdout).toBe(first.stdout);
    const { claims } = JSON.parse(first.stdout) as { claims: unknown[] };
    expect(claims, 'no verdict stands below smoke runs').toEqual([]);
  }, 120_000);

  it('stops at Ctrl-C, says how to go on, and goes on', async () => {
    const environment = ownFolders();
    const args = ['run', `start/fashion-mnist:ce:${column}`, '--set', 'epochs=400'];
    const child = start(args, environment);
    let stderr = '';
    child.stderr.on('data', (text: Buffer) => {
      stderr += text.toString();
      if (/epoch 2\//.test(stderr)) child.kill('SIGINT');
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code, stderr).not.toBe(0);
    expect(stderr).toContain('--resume');
    expect(stderr).not.toMatch(/\n {4}at /);
    const [folder] = readdirSync(environment.KDLAB_RUNS);
    expect(readFileSync(join(environment.KDLAB_RUNS, folder, 'metrics.jsonl'), 'utf8')).toContain(
      '"epoch":2',
    );
    expect(isRefusal(kdlab(['run', 'absent.json', '--resume'], { environment }))).toBe(true);
  });
});
