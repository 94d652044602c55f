import fc from 'fast-check';
import { evaluateCase } from '../../lib/losses/index';
import type { CaseAnswer } from '../../lib/losses/index';

/** Features of a student (width `width`) and a teacher (width 3) of one batch, in ±8, exact in float32. */
export function featureBatches(width = fc.integer({ min: 1, max: 4 }), least = 2) {
  const matrix = (rows: number, columns: number) => {
    const entry = fc.integer({ min: -512, max: 512 }).map((n) => n / 64);
    return fc.array(fc.array(entry, { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    });
  };
  return fc
    .tuple(fc.integer({ min: least, max: 5 }), width)
    .chain(([n, d]) => fc.record({ studentFeatures: matrix(n, d), teacherFeatures: matrix(n, 3) }));
}

/** The distillation parts alone: ceWeight 0, logits that do not matter. */
export function featurePart(
  loss: string,
  studentFeatures: unknown,
  teacherFeatures: unknown,
  options: object = {},
): CaseAnswer {
  const first = (studentFeatures as unknown[][])[0];
  const stages = Array.isArray(first[0]) && Array.isArray(first[0][0]);
  const samples = stages ? first.length : (studentFeatures as unknown[]).length;
  const labels = new Array<number>(samples).fill(0);
  const studentLogits = labels.map(() => [0, 1]);
  return evaluateCase({
    loss,
    labels,
    studentLogits,
    studentFeatures,
    teacherFeatures,
    options: { ceWeight: 0, ...options },
  });
}
