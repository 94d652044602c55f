import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';

interface Step {
  name: string;
  what: string;
  stamp?: string;
  inputs: () => unknown[];
  ready?: () => boolean;
  run: () => Promise<void>;
}

const { runSteps, isDone } = createRequire(__filename)('../../lib/setup/steps.cjs') as {
  runSteps(steps: Step[], print: (line: string) => void): Promise<void>;
  isDone(step: Step): boolean;
};

let folder: string;
let ran: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kdlab-steps-'));
  ran = [];
  writeFileSync(join(folder, 'input'), 'one');
});

function step(name: string, fails = false): Step {
  return {
    name,
    what: 'does it',
    stamp: join(folder, `${name}.stamp`),
    inputs: () => [{ file: join(folder, 'input') }],
    ready: () => existsSync(join(folder, name)),
    run: () => {
      ran.push(name);
      if (fails) return Promise.reject(new Error('no network'));
      writeFileSync(join(folder, name), '');
      return Promise.resolve();
    },
  };
}

describe('runSteps', () => {
  it('runs each step once, says so, and skips it the next time', async () => {
    const lines: string[] = [];
    await runSteps([step('a'), step('b')], (line) => lines.push(line));
    await runSteps([step('a'), step('b')], (line) => lines.push(line));
    expect(ran).toEqual(['a', 'b']);
    expect(lines.join('\n')).toMatch(
      /a: does it[\s\S]*a: done in [\d.]+ s[\s\S]*all 2 steps were done before/,
    );
  });

  it('goes on after a failed step where it stopped, and names it', async () => {
    await expect(runSteps([step('a'), step('b', true)], () => {})).rejects.toThrow('b failed: no network');
    expect(isDone(step('b'))).toBe(false);
    await runSteps([step('a'), step('b')], () => {});
    expect(ran).toEqual(['a', 'b', 'b']);
  });

  it('runs a step again when its inputs change', async () => {
    await runSteps([step('a')], () => {});
    writeFileSync(join(folder, 'input'), 'two');
    await runSteps([step('a')], () => {});
    expect(ran).toEqual(['a', 'a']);
  });
});
