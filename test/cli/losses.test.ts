import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRefusal, kdlab, temporary } from './program';

const kd = { loss: 'kd', labels: [2], studentLogits: [[1, 0, 2]], teacherLogits: [[3, 0, 4]] };

describe('kdlab losses', () => {
  it('describes every loss', () => {
    const losses = JSON.parse(kdlab(['losses', '--json']).stdout) as Record<string, unknown>[];
    expect(losses.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['ce', 'label-smoothing', 'kd', 'dkd']),
    );
    for (const loss of losses) {
      for (const field of ['name', 'paper', 'basis', 'formula', 'inputs', 'options'])
        expect(loss).toHaveProperty(field);
    }
    expect(kdlab(['losses']).stdout).toContain('dkd');
    const [one, ...others] = kdlab(['losses', 'kd']).stdout.split('\n\n');
    expect(one).toMatch(/^kd: .*\n {2}formula .*\n {2}gradient ∂/);
    expect(one).toContain('traps');
    expect(others).toEqual([]);
    const { stdout } = kdlab(['losses', 'proden', 'dkd', 'cmd-s']);
    const optional = (loss: string) =>
      stdout
        .split('\n\n')
        .find((text) => text.startsWith(`${loss}:`))!
        .match(/\[…\]: (.*)\)$/m)![1];
    expect(optional('dkd')).toBe('may be absent; without epoch no ramp');
    for (const loss of ['proden', 'cmd-s']) expect(optional(loss)).toBe('may be absent');
    const unknown = kdlab(['losses', 'kdd']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain("unknown loss 'kdd', allowed are 'ce'");
  });
});

describe('kdlab loss', () => {
  it('evaluates a case file, writes --out, and adds the parts to the total', () => {
    const folder = temporary();
    const [file, out] = [join(folder, 'case.json'), join(folder, 'answer.json')];
    writeFileSync(file, JSON.stringify(kd));
    expect(kdlab(['loss', '--case', file, '--out', out]).code).toBe(0);
    const answer = JSON.parse(readFileSync(out, 'utf8')) as { total: number; parts: Record<string, number> };
    expect(answer.total).toBeCloseTo(
      Object.values(answer.parts).reduce((a, b) => a + b, 0),
      6,
    );
    // 0.1·CE with CE = log(1 + e^-1 + e^-2)
    expect(answer.parts.ce).toBeCloseTo(0.1 * Math.log(1 + Math.exp(-1) + Math.exp(-2)), 6);
  });

  it('reads an array on standard input and puts errors in the place of refused cases', () => {
    const cases = [
      kd,
      { ...kd, loss: 'nonsense' },
      { ...kd, labels: [3] },
      { ...kd, extra: 1 },
      { ...kd, options: { alpha: 1 } },
    ];
    const answer = kdlab(['loss', '--case', '-'], { input: JSON.stringify(cases) });
    expect(answer.code).toBe(0);
    const answers = JSON.parse(answer.stdout) as { total?: number; error?: string }[];
    expect(answers[0].total).toBeGreaterThan(0);
    expect(answers.slice(1).map(({ error }) => typeof error)).toEqual([
      'string',
      'string',
      'string',
      'string',
    ]);
    expect(answers[1].error).toContain('nonsense');
    expect(answers[4].error).toContain('alpha');
  });

  it.each([
    ['broken JSON', '{'],
    ['an unknown loss', JSON.stringify({ ...kd, loss: 'nonsense' })],
    ['a missing field', JSON.stringify({ ...kd, teacherLogits: undefined })],
    ['a ragged array', JSON.stringify({ ...kd, studentLogits: [[1, 2], [1]] })],
    ['a text among numbers', JSON.stringify({ ...kd, studentLogits: [[1, 0, 'NaN']] })],
    ['a null', JSON.stringify({ ...kd, studentLogits: [[1, 0, null]] })],
    ['a negative label', JSON.stringify({ ...kd, labels: [-1] })],
    ['a temperature of 0', JSON.stringify({ ...kd, options: { temperature: 0 } })],
  ])('refuses %s', (_what, input) => {
    expect(isRefusal(kdlab(['loss', '--case', '-'], { input }))).toBe(true);
  });

  it('names a missing file and an output that cannot be written', () => {
    expect(kdlab(['loss', '--case', 'absent.json']).stderr).toContain('absent.json');
    const answer = kdlab(['loss', '--case', '-', '--out', '/nowhere/answer.json'], {
      input: JSON.stringify(kd),
    });
    expect(isRefusal(answer)).toBe(true);
  });
});
