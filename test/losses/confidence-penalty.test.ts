import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches, entropy, mean } from './arbitrary';
import { excess, flat } from './fixture';

const share = fc.integer({ min: 0, max: 16 }).map((n) => n / 16);

const evaluate = (loss: string, labels: number[], studentLogits: number[][], options = {}) =>
  evaluateCase({ loss, labels, studentLogits, options });

describe('confidence-penalty', () => {
  it('is (1 − ε)·CE − ε·H(p), so (1 − ε)(CE − βH) with β = ε/(1 − ε)', () => {
    const property = fc.property(batches(60), share, ({ labels, studentLogits }, smoothing) => {
      const hard = evaluate('ce', labels, studentLogits).total;
      const own = mean(studentLogits.map(entropy));
      const { parts } = evaluate('confidence-penalty', labels, studentLogits, { smoothing });
      const size = (1 - smoothing) * hard + smoothing * own; // the two may cancel
      expect(Math.abs(parts.ce - ((1 - smoothing) * hard - smoothing * own))).toBeLessThan(
        1e-5 * size + 1e-12,
      );
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('is ce at ε = 0', () => {
    const [labels, z] = [[1, 0], [[3, -1, 0.5], [40, -20, 7]]]; // prettier-ignore
    const plain = evaluate('ce', labels, z);
    const penalised = evaluate('confidence-penalty', labels, z, { smoothing: 0 });
    expect(penalised.parts).toEqual(plain.parts);
    expect(flat(penalised.gradient.studentLogits)).toEqual(flat(plain.gradient.studentLogits));
  });

  it('is no penalty with a constant target: (1 − ε)(p − e_y), the value unchanged', () => {
    const property = fc.property(batches(20), share, ({ labels, studentLogits }, smoothing) => {
      const plain = flat(evaluate('ce', labels, studentLogits).gradient.studentLogits);
      const detached = evaluate('confidence-penalty', labels, studentLogits, {
        smoothing,
        detachTarget: true,
      });
      const attached = evaluate('confidence-penalty', labels, studentLogits, { smoothing });
      expect(detached.total).toBe(attached.total);
      const expected = plain.map((g) => (1 - smoothing) * g);
      expect(excess(flat(detached.gradient.studentLogits), expected, 1e-6)).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('rewards entropy: at ε = 1 it is −H(p), least where all classes are alike', () => {
    const uniform = evaluate('confidence-penalty', [0], [[2, 2, 2, 2]], { smoothing: 1 });
    expect(uniform.total).toBeCloseTo(-Math.log(4), 6);
    for (const g of flat(uniform.gradient.studentLogits)) expect(Math.abs(g)).toBeLessThan(1e-7);
    expect(evaluate('confidence-penalty', [0], [[2, 2, 2, 2.5]], { smoothing: 1 }).total).toBeGreaterThan(
      uniform.total,
    );
  });

  it('penalises a sure sample more than cross-entropy does: the minimum is at finite logits', () => {
    const sure = evaluate('confidence-penalty', [0], [[12, 0, 0]]).gradient.studentLogits as number[][];
    const plain = evaluate('ce', [0], [[12, 0, 0]]).gradient.studentLogits as number[][];
    expect(plain[0][0]).toBeLessThan(0); // on to larger logits
    expect(sure[0][0]).toBeGreaterThan(0); // back
  });
});
