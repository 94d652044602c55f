import fc from 'fast-check';

/** A batch as a case file holds it. */
export interface Batch {
  labels: number[];
  studentLogits: number[][];
  teacherLogits: number[][];
}

/** Batches of 1–4 samples, `classes` classes (default 2–8), logits in ±`size` that float32 holds exactly. */
export function batches(size: number, classes = fc.integer({ min: 2, max: 8 })): fc.Arbitrary<Batch> {
  const logit = fc.integer({ min: -size * 64, max: size * 64 }).map((n) => n / 64);
  return fc.tuple(fc.integer({ min: 1, max: 4 }), classes).chain(([n, c]) => {
    const logits = fc.array(fc.array(logit, { minLength: c, maxLength: c }), { minLength: n, maxLength: n });
    return fc.record({
      labels: fc.array(fc.integer({ min: 0, max: c - 1 }), { minLength: n, maxLength: n }),
      studentLogits: logits,
      teacherLogits: logits,
    });
  });
}

/** log Σ exp, float64. */
export function logSumExp(z: number[]): number {
  const largest = Math.max(...z);
  return largest + Math.log(z.reduce((sum, x) => sum + Math.exp(x - largest), 0));
}

/** softmax(z/T), float64. */
export function softmax(z: number[], temperature = 1): number[] {
  const scaled = z.map((x) => x / temperature);
  const total = logSumExp(scaled);
  return scaled.map((x) => Math.exp(x - total));
}

/** H(softmax(z)), float64, in nats. */
export function entropy(z: number[]): number {
  const total = logSumExp(z);
  return z.reduce((sum, x) => sum + Math.exp(x - total) * (total - x), 0);
}

export function mean(values: number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
