const SQRT_PI = Math.sqrt(Math.PI);

/**
 * Complementary error function to about 1e-15 (absolute, and relative down to the underflow near x = 26): the
 * positive series of Kummer's form below 2.5, Laplace's continued fraction beyond.
 */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x < 0) return 2 - erfc(-x);
  if (x > 27) return 0;
  const weight = Math.exp(-x * x);
  if (x < 1) {
    // erf x = 2/√π e^(−x²) Σ 2^n x^(2n+1) / (2n+1)!!: all terms positive, nothing cancels.
    let term = x;
    let sum = x;
    for (let n = 1; term > 1e-17 * sum; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return 1 - ((2 * weight) / SQRT_PI) * sum;
  }
  // Evaluated from the far end; the error falls as exp(−2x√(2·levels)).
  let fraction = 0;
  for (let n = 30 + Math.ceil(200 / (x * x)); n >= 1; n--) fraction = n / 2 / (x + fraction);
  return weight / (SQRT_PI * (x + fraction));
}

/** Pr(Z > z) of a standard normal Z. */
export function normalSurvival(z: number): number {
  return 0.5 * erfc(z / Math.SQRT2);
}

/** Density of the standard normal. */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** The z with Pr(Z ≤ z) = share, 0 < share < 1, by bisection on the exact tail to 1e-12. */
export function normalQuantile(share: number): number {
  let low = -40;
  let high = 40;
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    // The smaller of the two tails is the exact one.
    const below = middle < 0 ? normalSurvival(-middle) < share : normalSurvival(middle) > 1 - share;
    if (below) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const logFactorials = [0, 0];

/** ln n! for integers n ≥ 0, summed once. */
export function logFactorial(n: number): number {
  for (let m = logFactorials.length; m <= n; m++) logFactorials.push(logFactorials[m - 1] + Math.log(m));
  return logFactorials[n];
}
