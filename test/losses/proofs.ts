/**
 * Proofs that hold for every registered loss, from its fixture alone: values, parts and gradients against an
 * independent float64 implementation; the gradient against differences of the loss's own value (where a loss holds its
 * own prediction constant: of the cross entropy with that target). Each family has a test file of its own, so that
 * test workers share them: `proofs-FAMILY.test.ts`.
 */
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../lib/base';
import { LOSSES, evaluateCase } from '../../lib/losses/index';
import type { LossDefinition } from '../../lib/losses/index';
import { tf } from '../../lib/engine';
import { crossEntropyWith, disagreement, lossOfInput } from './finite-differences';
import { excess, flat, loadFixture } from './fixture';

/** The command line promises 2e-4; what is met is far below. */
const RELATIVE = 2e-5;

/** What a loss is computed from, besides labels and the student's logits. */
export type Family = 'labels' | 'logits' | 'views' | 'features';

/** Every loss is in one family. */
export function familyOf({ required, optional }: LossDefinition): Family {
  const inputs = [...required, ...optional];
  if (inputs.includes('studentFeatures')) return 'features';
  if (inputs.includes('studentStrongLogits')) return 'views';
  return inputs.includes('teacherLogits') ? 'logits' : 'labels';
}

/** Declares the tests of all losses of a family. */
export function prove(family: Family): void {
  const losses = LOSSES.filter((loss) => familyOf(loss) === family);
  describe.each(losses.map((loss) => [loss.name, loss] as const))('%s', proveLoss);
}

function proveLoss(name: string, definition: LossDefinition): void {
  const fixture = loadFixture(name);

  it('has the defaults of the reference', () => {
    const defaults = Object.fromEntries(definition.options.map((option) => [option.name, option.default]));
    expect(defaults).toEqual(fixture.defaults);
    expect(fixture.cases.length).toBeGreaterThan(5);
  });

  it.each(fixture.cases)('equals the reference: $name', ({ case: input, answer }) => {
    const found = evaluateCase(input);
    expect(Object.keys(found.parts)).toEqual(Object.keys(answer.parts));
    expect(excess([found.total], [answer.total], RELATIVE)).toBeLessThan(1);
    for (const part of Object.keys(answer.parts)) {
      expect(excess([found.parts[part]], [answer.parts[part]], RELATIVE), part).toBeLessThan(1);
    }
    expect(Object.keys(found.gradient)).toEqual(Object.keys(answer.gradient));
    for (const [field, expected] of Object.entries(answer.gradient)) {
      const gradient = found.gradient[field as keyof typeof found.gradient];
      expect(excess(flat(gradient), flat(expected), RELATIVE, 2e-6), field).toBeLessThan(1);
    }
  });

  // Where something computed from the inputs is a constant and no target says what the gradient is that of, the
  // reference is the proof (and the loss's own test).
  const { detached, jumps } = fixture.properties;
  const ofOwnValue = detached ? [] : fixture.cases.filter(({ name: title }) => !jumps?.includes(title));
  it.each(ofOwnValue)('has the gradient of its own value: $name', ({ case: input, answer: { target } }) => {
    const { gradient, total } = evaluateCase(input);
    for (const [field, nested] of Object.entries(gradient)) {
      const expected = flat(nested);
      const loss = target
        ? crossEntropyWith(target, input[field] as number[][])
        : lossOfInput(definition, input, field);
      const largest = Math.max(...expected.map(Math.abs));
      for (const direction of directions(expected.length, Object.keys(input.options).length === 0)) {
        const along = expected.reduce((sum, g, i) => sum + g * direction[i], 0);
        // truncation of order h⁴, and float32's rounding of the value over the step
        const allowed = (h: number) => 1e-3 * largest + (4e-7 * Math.abs(total)) / h + 1e-9;
        const found = disagreement(loss, direction, along, allowed);
        expect(found, `${field} along ${direction.join()}`).toBeLessThan(1);
      }
      loss.dispose();
    }
  });

  it('leaves no tensor behind', () => {
    evaluateCase(fixture.cases[0].case);
    const before = tf.memory().numTensors;
    for (const { case: input } of fixture.cases.slice(0, 5)) evaluateCase(input);
    expect(tf.memory().numTensors).toBe(before);
  });
}

/**
 * With default options every coordinate of an input of up to 6; else random signs on random blocks of at least 16
 * coordinates, at most 8 of them, each coordinate in one, so that an error in any shows. Where one block holds all there
 * are two: errors that cancel along one do not along the other.
 */
function directions(size: number, defaults: boolean): number[][] {
  if (defaults && size <= 6) {
    return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)));
  }
  const random = new RandomStream(1, 'finite differences');
  const length = Math.max(16, Math.ceil(size / 8));
  const blocks = (): number[][] => {
    const order = Array.from(random.permutation(size));
    return Array.from({ length: Math.ceil(size / length) }, (_, b) => {
      const chosen = new Set(order.slice(b * length, (b + 1) * length));
      return Array.from({ length: size }, (_, i) => (chosen.has(i) ? 1 - 2 * random.integer(2) : 0));
    });
  };
  return size <= length ? [...blocks(), ...blocks()] : blocks();
}
