import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/losses/index';
import { batches } from './arbitrary';
import { excess, flat } from './fixture';

describe('tfkd-self', () => {
  it('is kd with a distillation part C times smaller', () => {
    const property = fc.property(batches(60), (batch) => {
      const classes = batch.studentLogits[0].length;
      const found = evaluateCase({ loss: 'tfkd-self', ...batch });
      const options = { ceWeight: 0.05, kdWeight: 0.95 / classes, temperature: 20 };
      const kd = evaluateCase({ loss: 'kd', ...batch, options });
      expect(excess(Object.values(found.parts), Object.values(kd.parts), 1e-5)).toBeLessThan(1);
      expect(
        excess(flat(found.gradient.studentLogits), flat(kd.gradient.studentLogits), 1e-5, 1e-6),
      ).toBeLessThan(1);
    });
    fc.assert(property, { numRuns: 40 });
  });
});
