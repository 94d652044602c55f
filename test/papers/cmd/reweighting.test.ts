import { expect, it } from 'vitest';
import { reweighting, reweightingFigure } from '../../../lib/papers';

it('a constant self-target only weighs samples at temperature 1, and turns gradients below it', () => {
  const plain = reweighting(1);
  expect(plain.gradient).toHaveLength(400);
  const size = Math.max(...plain.gradient.map(Math.abs));
  expect(plain.largest).toBeLessThan(1e-6 * size);
  expect(reweighting(0.5).largest).toBeGreaterThan(0.05 * size);
});

it('is drawn entry by entry', () => {
  const { data } = reweightingFigure();
  expect(data.map(({ name }) => name)).toEqual(['T = 1', 'T = 0.5']);
  expect((data[0].x as number[]).length).toBe(400);
});
