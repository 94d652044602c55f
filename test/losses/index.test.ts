import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOSSES, describeLosses, lossByName } from '../../lib/losses/index';
import { familyOf } from './proofs';

const folder = (...parts: string[]): string[] => readdirSync(path.join(__dirname, '..', '..', ...parts));

describe('the registry', () => {
  it('finds each loss by its name, once', () => {
    const names = LOSSES.map((loss) => loss.name);
    expect(new Set(names).size).toBe(names.length);
    for (const loss of LOSSES) expect(lossByName(loss.name)).toBe(loss);
    expect(names).toEqual(expect.arrayContaining(['ce', 'label-smoothing', 'kd', 'dkd']));
  });

  it('has one source file and one fixture for each loss, and no fixture of a loss that is gone', () => {
    const files = folder('lib', 'losses');
    for (const { name } of LOSSES) expect(files).toContain(`${name}.ts`);
    const fixtures = folder('test', 'fixtures', 'losses').filter((file) => file.endsWith('.json'));
    expect(fixtures.sort()).toEqual(LOSSES.map(({ name }) => `${name}.json`).sort());
  });

  it('has a file of proofs for the family of every loss', () => {
    const tests = folder('test', 'losses');
    for (const loss of LOSSES) expect(tests).toContain(`proofs-${familyOf(loss)}.test.ts`);
  });

  it('describes every loss as kdlab losses --json promises', () => {
    for (const loss of describeLosses()) {
      expect(loss.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(['exact', 'reconstruction']).toContain(loss.basis);
      for (const text of [loss.paper, loss.formula, loss.gradient, loss.source, ...loss.traps]) {
        expect(text).not.toBe('');
        expect(text).not.toContain('\n');
      }
      expect(loss.traps.length).toBeGreaterThan(0);
      expect(loss.inputs.length).toBeGreaterThan(0);
      for (const option of loss.options) {
        expect(option.name).not.toMatch(/alpha/i);
        expect(option.unit).not.toBe('');
        expect(option.meaning).not.toBe('');
        expect(option.range).not.toBe('');
      }
    }
    expect(describeLosses().find(({ name }) => name === 'kd')).toMatchObject({
      inputs: ['labels', 'studentLogits', 'teacherLogits'],
      options: [
        { name: 'ceWeight', default: 0.1, unit: '1' },
        { name: 'kdWeight', default: 0.9, unit: '1' },
        { name: 'temperature', default: 4, unit: '1', range: 'finite numbers above 0' },
      ],
    });
  });

  it('refuses a call without a required input', () => {
    expect(() => lossByName('kd').evaluate({}, {})).toThrow("loss 'kd' needs labels");
  });
});
