/**
 * Properties that follow from what a fixture says about its loss (`properties` in make_losses.py), and those every
 * loss must have: order of the samples does not matter; a weight set to 0 removes its part and nothing else.
 */
import { describe, expect, it } from 'vitest';
import { LOSSES, evaluateCase } from '../../lib/losses/index';
import type { CaseAnswer } from '../../lib/losses/index';
import { excess, flat, loadFixture } from './fixture';
import type { Case } from './fixture';

const RELATIVE = 2e-5;
const OF_LARGEST = 1e-5;

describe.each(LOSSES.map((loss) => [loss.name, loss] as const))('%s', (name) => {
  const { cases, properties, defaults } = loadFixture(name);
  const ordinary = cases.filter(({ case: input }) => (input.labels as number[]).length > 1).slice(0, 8);

  provided(!properties.ordered)('does not depend on the order of the samples', () => {
    for (const { case: input } of ordinary) {
      const order = (input.labels as number[]).map((_, n, all) => (n + 1) % all.length);
      const whole = evaluateCase(input);
      const permuted = evaluateCase(rows(input, order));
      expect(excess([permuted.total], [whole.total], RELATIVE)).toBeLessThan(1);
      for (const [field, gradient] of Object.entries(whole.gradient)) {
        const expected = takeRows(gradient, order, sampleAxis(input[field]));
        expect(
          excess(numbers(permuted, field), flat(expected as number[]), RELATIVE, OF_LARGEST),
        ).toBeLessThan(1);
      }
    }
  });

  const weights = Object.keys(defaults).filter((option) => option.endsWith('Weight'));
  const parts = Object.keys(cases[0].answer.parts);
  const removable = weights.filter(
    (option) => parts.includes(option.replace(/Weight$/, '')) && !properties.coupled?.includes(option),
  );

  provided(removable.length > 0)('loses exactly one part with a weight of 0', () => {
    for (const option of removable) {
      const part = option.replace(/Weight$/, '');
      const { case: input } = cases.find(({ answer }) => parts.every((p) => answer.parts[p] !== 0))!;
      const whole = evaluateCase(input);
      const without = evaluateCase({ ...input, options: { ...input.options, [option]: 0 } });
      expect(without.parts).toEqual({ ...whole.parts, [part]: 0 });
      expect(without.total).toBeCloseTo(whole.total - whole.parts[part], 12);
    }
  });

  provided(properties.perSample)('is the mean of the shares of its samples', () => {
    for (const { case: input } of ordinary) {
      const whole = evaluateCase(input);
      const shares = (input.labels as number[]).map((_, n) => evaluateCase(rows(input, [n])));
      const mean = shares.reduce((sum, { total }) => sum + total / shares.length, 0);
      expect(excess([whole.total], [mean], RELATIVE)).toBeLessThan(1);
      for (const field of Object.keys(whole.gradient)) {
        const expected = shares.flatMap((share) => numbers(share, field).map((g) => g / shares.length));
        expect(excess(numbers(whole, field), expected, RELATIVE, OF_LARGEST)).toBeLessThan(1);
      }
    }
  });

  provided((properties.shiftInvariant ?? []).length > 0)(
    'ignores a constant added to a row of logits',
    () => {
      for (const field of properties.shiftInvariant!) {
        for (const { case: input } of ordinary) {
          // 1/4 and 4 decimals: what float32 rounds differently after the shift is far below the tolerance
          const shifted = (input[field] as number[][]).map((row, n) => row.map((z) => z + 0.25 * (n + 1)));
          const [plain, moved] = [evaluateCase(input), evaluateCase({ ...input, [field]: shifted })];
          for (const part of Object.keys(plain.parts)) {
            expect(excess([moved.parts[part]], [plain.parts[part]], 1e-4), `${part}, ${field}`).toBeLessThan(
              1,
            );
          }
        }
      }
    },
  );

  provided((properties.zeroAtTeacher ?? []).length > 0)(
    'asks nothing of a student that equals the teacher',
    () => {
      for (const { case: input } of cases) {
        const options = { ...input.options, ...(removable.includes('ceWeight') ? { ceWeight: 0 } : {}) };
        const equal = evaluateCase({ ...input, studentLogits: input.teacherLogits, options });
        for (const part of properties.zeroAtTeacher!) expect(equal.parts[part]).toBeLessThan(1e-10);
        for (const g of numbers(equal, 'studentLogits')) expect(Math.abs(g)).toBeLessThan(1e-7);
      }
    },
  );

  provided(properties.asymmetric)('changes when student and teacher are exchanged', () => {
    const { case: input } = cases.find(({ name: title }) => title === 'defaults, ten classes')!;
    const [plain, exchanged] = [
      evaluateCase(input),
      evaluateCase({ ...input, studentLogits: input.teacherLogits, teacherLogits: input.studentLogits }),
    ];
    for (const part of Object.keys(plain.parts)) {
      expect(Math.abs(exchanged.parts[part] / plain.parts[part] - 1), part).toBeGreaterThan(1e-3);
    }
  });
});

/** A test that exists only where the loss has the property: nothing is counted as skipped. */
function provided(holds: boolean | undefined): (name: string, body: () => void) => void {
  return holds ? it : () => undefined;
}

/** The case with the given samples only, in this order. */
function rows(input: Case, order: number[]): Case {
  const entries = Object.entries(input).map(([field, value]) =>
    Array.isArray(value) ? [field, takeRows(value, order, sampleAxis(value))] : [field, value],
  );
  return Object.fromEntries(entries) as Case;
}

/** Samples are the first axis, but for a list of feature maps, whose stages come first. */
function sampleAxis(value: unknown): 0 | 1 {
  const depth = (at: unknown): number => (Array.isArray(at) ? 1 + depth(at[0]) : 0);
  return depth(value) === 5 ? 1 : 0;
}

function takeRows(value: unknown, order: number[], axis: 0 | 1): unknown {
  const list = value as unknown[];
  return axis === 0 ? order.map((n) => list[n]) : list.map((stage) => takeRows(stage, order, 0));
}

function numbers(answer: CaseAnswer, field: string): number[] {
  return flat(answer.gradient[field as keyof CaseAnswer['gradient']]);
}
