import { describe, expect, it } from 'vitest';
import { kdlab } from './program';

interface Line {
  name: string;
  median: number;
  min: number;
  ratio?: number;
}

describe('kdlab bench', () => {
  it('measures a benchmark by name', () => {
    const { code, stdout } = kdlab(['bench', 'views', '--blocks', '1', '--json']);
    expect(code).toBe(0);
    const { lines } = JSON.parse(stdout) as { lines: Line[] };
    expect(lines.map(({ name }) => name)).toEqual(['one view', 'two views', 'weak and strong view']);
    for (const { median, min } of lines) expect(median).toBeGreaterThanOrEqual(min);
    // The strong view may cost a tenth of the KD step; it is far below, so that a busy machine does not decide.
    expect(lines[2].ratio).toBeLessThan(0.1);
  });

  it('measures the step of one network with and without its teacher', () => {
    const args = ['bench', 'step', '--models', 'resnet8', '--blocks', '1', '--json'];
    const { code, stdout } = kdlab(args);
    expect(code).toBe(0);
    const { lines } = JSON.parse(stdout) as { lines: Line[] };
    expect(lines.map(({ name }) => name)).toEqual(['resnet8 ce', 'resnet8 kd (teacher resnet14x2)']);
  });

  it.each([
    [['bench', 'speed'], "benchmark: found 'speed', allowed are"],
    [['bench', 'views', '--against', 'torch'], "'views' has no opponent"],
    [['bench', 'step', '--models', 'lenet'], "--models: found 'lenet', allowed are"],
    [['bench', 'step', '--against', 'jax'], 'allowed is torch'],
    [['bench', 'step', '--blocks', '0'], '--blocks'],
  ])('refuses %s', (args, sentence) => {
    const { code, stdout, stderr } = kdlab(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(sentence);
  });
});
