import { describe, expect, it } from 'vitest';
import { isRefusal, kdlab } from './program';

const COMMANDS = [
  'start',
  'run',
  'table',
  'claims',
  'report',
  'export',
  'notebook',
  'lab',
  'losses',
  'loss',
  'models',
  'check',
  'data',
];

describe('kdlab', () => {
  it('lists every command and explains each', () => {
    const help = kdlab(['--help']);
    expect(help.code).toBe(0);
    for (const command of COMMANDS) expect(help.stdout).toContain(`  ${command} `.trimEnd());
    expect(kdlab(['table', '--help']).stdout).toContain('--stored');
    expect(kdlab(['run', '--help']).stdout).toContain('`kdlab table PAPER/TABLE --dry-run`');
    expect(kdlab(['data', 'get', '--help']).code).toBe(0);
  });

  it('prints its version', () => {
    expect(kdlab(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [['nonsense']],
    [['losses', '--nonsense']],
    [['losses', 'surplus']],
    [['loss']],
    [['run']],
    [['export', 'start/cifar100']],
    [['data', 'nonsense']],
    [['claims', 'nonsense']],
    [['table', 'nonsense/table']],
    [['table', 'start/cifar100', '--profile', 'huge']],
    [['table', 'start/cifar100', '--seeds', '0']],
    [['table', 'start/cifar100', '--only', 'nonsense']],
    [['export', 'start/cifar100', '--format', 'pdf']],
    [['notebook', 'nonsense']],
    [['data', 'get', 'nonsense']],
    [['models', '--classes', 'many']],
  ])('refuses %j in one sentence', (args) => {
    const answer = kdlab(args);
    expect(answer.stderr).not.toBe('');
    expect(isRefusal(answer), `${answer.code} ${answer.stdout}${answer.stderr}`).toBe(true);
  });
});
