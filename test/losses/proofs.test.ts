/**
 * Proofs that hold for every registered loss, from its fixture alone: values, parts and gradients against an
 * independent float64 implementation; the gradient against differences of the loss's own value (where a loss holds its
 * own prediction constant: of the cross entropy with that target).
 */
import { afterEach, describe, expect, it } from 'vitest';
import { RandomStream } from '../../lib/base';
import { LOSSES, evaluateCase } from '../../lib/losses/index';
import { tf } from '../../lib/engine';
import { crossEntropyWith, directionalDerivative, lossOfInput } from './finite-differences';
import { excess, flat, loadFixture } from './fixture';

/** The command line promises 2e-4; what is met is far below. */
const RELATIVE = 2e-5;
const STEP = 2 ** -5;

// everything here is synchronous: without a pause the test runner hears nothing for minutes and gives up
afterEach(() => new Promise((resolve) => setImmediate(resolve)));

describe.each(LOSSES.map((loss) => [loss.name, loss] as const))('%s', (name, definition) => {
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

  it.each(fixture.cases)(
    'has the gradient of its own value: $name',
    ({ case: input, answer: { target } }) => {
      const { gradient, total } = evaluateCase(input);
      for (const [field, nested] of Object.entries(gradient)) {
        const expected = flat(nested);
        const loss = target
          ? crossEntropyWith(target, input[field] as number[][])
          : lossOfInput(definition, input, field);
        const largest = Math.max(...expected.map(Math.abs));
        // truncation of order h⁴, and float32's rounding of the value over the step
        const allowed = 1e-3 * largest + (4e-7 * Math.abs(total)) / STEP + 1e-9;
        for (const direction of directions(expected.length)) {
          const along = expected.reduce((sum, g, i) => sum + g * direction[i], 0);
          const measured = directionalDerivative(loss, direction, STEP);
          expect(Math.abs(measured - along), `${field} along ${direction.join()}`).toBeLessThan(allowed);
        }
        loss.dispose();
      }
    },
  );

  it('leaves no tensor behind', () => {
    evaluateCase(fixture.cases[0].case);
    const before = tf.memory().numTensors;
    for (const { case: input } of fixture.cases.slice(0, 5)) evaluateCase(input);
    expect(tf.memory().numTensors).toBe(before);
  });
});

/** Every coordinate of a small input; of a larger one 12 coordinates and 6 random signs on sixteen of them. */
function directions(size: number): number[][] {
  const axis = (i: number): number[] => Array.from({ length: size }, (_, j) => (i === j ? 1 : 0));
  if (size <= 50) return Array.from({ length: size }, (_, i) => axis(i));
  const random = new RandomStream(1, 'finite differences');
  const order = random.permutation(size);
  const mixed = Array.from({ length: 6 }, () => {
    const chosen = new Set(random.permutation(size).slice(0, 16));
    return Array.from({ length: size }, (_, i) => (chosen.has(i) ? 1 - 2 * random.integer(2) : 0));
  });
  return [...Array.from(order.slice(0, 12), axis), ...mixed];
}
