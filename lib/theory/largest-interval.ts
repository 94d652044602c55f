/**
 * Interval of the largest of several means, M = max_i m_i, from bootstrap resamples of all of them together.
 *
 * A percentile interval of max_i m̂_i does not cover M where several means are close: the largest estimate lies above M
 * on average, and the resamples' largest above that. The two ends therefore come from what is true of each mean:
 *
 *     M ≥ m_i for every i, so the lower end is the largest of lower bounds that hold for all i at once,
 *         max_i (m̂_i − t·s_i), s_i the standard error and t the quantile of max_i (m*_i − m̂_i)/s_i;
 *     M = m_i for one i, so the upper end is the largest of upper bounds that hold for one i each.
 *
 * Each end fails in at most (1 − level)/2 of the samples, as far as the bootstrap of a single mean is right. Where many
 * means are close the interval is wider than it need be, on its upper side; where one leads, on its lower side.
 * @param estimates m̂, [C]
 * @param draws of each mean its resamples, [C][B]
 */
export function largestInterval(
  estimates: ArrayLike<number>,
  draws: readonly Float64Array[],
  level: number,
): [number, number] {
  const share = (1 + level) / 2;
  const errors = draws.map(standardDeviation);
  const farthest = new Float64Array(draws[0].length); // max_i (m*_i − m̂_i)/s_i, [B]
  draws.forEach((values, i) => {
    if (errors[i] === 0) return;
    values.forEach((value, b) => {
      farthest[b] = Math.max(farthest[b], (value - estimates[i]) / errors[i]);
    });
  });
  const t = quantile(farthest, share);
  let [low, high] = [-Infinity, -Infinity];
  draws.forEach((values, i) => {
    low = Math.max(low, estimates[i] - t * errors[i]);
    high = Math.max(high, estimates[i]);
    if (values.some((value) => value > high)) high = Math.max(high, quantile(values, share));
  });
  return [low, high];
}

/** Quantile with linear interpolation; leaves the values as they are. @param share in [0, 1] */
export function quantile(values: Float64Array, share: number): number {
  const sorted = values.slice().sort();
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

function standardDeviation(values: Float64Array): number {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return Math.sqrt(squares / Math.max(1, values.length - 1));
}
