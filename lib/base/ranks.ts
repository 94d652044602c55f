/**
 * Ranks from 1, ascending; equal values share the mean of their places.
 */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort(
    (a, b) => values[a] - values[b],
  );
  const result = new Float64Array(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let i = start; i < end; i++) result[order[i]] = (start + 1 + end) / 2;
  }
  return result;
}

/**
 * Spearman's rank correlation, Pearson's of the ranks; ties count by their mean rank.
 *
 * @returns in [−1, 1]; undefined where either side is constant or has fewer than two values
 * @throws RangeError where the lengths differ
 */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number | undefined {
  if (a.length !== b.length) {
    throw new RangeError(`rankCorrelation: found ${a.length} and ${b.length} values, needed are pairs`);
  }
  const [x, y] = [ranks(a), ranks(b)];
  const middle = (a.length + 1) / 2;
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    xx += (x[i] - middle) ** 2;
    yy += (y[i] - middle) ** 2;
    xy += (x[i] - middle) * (y[i] - middle);
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : undefined;
}
