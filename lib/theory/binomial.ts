import { logFactorial } from './special-functions';

/** Probability of j successes among n independent trials of probability p. */
export function binomialMass(n: number, p: number, j: number): number {
  if (j < 0 || j > n) return 0;
  if (p <= 0) return j === 0 ? 1 : 0;
  if (p >= 1) return j === n ? 1 : 0;
  const choose = logFactorial(n) - logFactorial(j) - logFactorial(n - j);
  return Math.exp(choose + j * Math.log(p) + (n - j) * Math.log1p(-p));
}

/**
 * Pr(B ≥ k) of B ~ Binomial(n, p) to about 1e-13, summed over the side of k that lies away from the mean, where the
 * terms fall from the start.
 */
export function binomialTail(n: number, p: number, k: number): number {
  if (k <= 0) return 1;
  if (k > n || p <= 0) return 0;
  if (p >= 1) return 1;
  const odds = p / (1 - p);
  let sum = 0;
  if (k > n * p) {
    let term = binomialMass(n, p, k);
    for (let j = k; j <= n && term > 1e-18 * sum; j++) {
      sum += term;
      term *= ((n - j) / (j + 1)) * odds;
    }
    return sum;
  }
  let term = binomialMass(n, p, k - 1);
  for (let j = k - 1; j >= 0 && term > 1e-18 * sum; j--) {
    sum += term;
    term *= j / (n - j + 1) / odds;
  }
  return 1 - sum;
}

/** Adds weight · Pr(B ≥ k), B ~ Binomial(n, p), to `sums[k − 1]` for all k = 1 … n at once, O(n). */
export function addBinomialTails(sums: Float64Array, n: number, p: number, weight: number): void {
  if (p <= 0) return;
  if (p >= 1) {
    for (let k = 0; k < n; k++) sums[k] += weight;
    return;
  }
  const odds = p / (1 - p);
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const mass = new Float64Array(n + 1);
  mass[mode] = binomialMass(n, p, mode);
  for (let j = mode; j < n && mass[j] > 0; j++) mass[j + 1] = mass[j] * ((n - j) / (j + 1)) * odds;
  for (let j = mode; j > 0 && mass[j] > 0; j--) mass[j - 1] = (mass[j] * j) / (n - j + 1) / odds;
  let tail = 0;
  for (let k = n; k >= 1; k--) {
    tail += mass[k];
    sums[k - 1] += weight * tail;
  }
}
