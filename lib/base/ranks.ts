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

/**
 * Spearman's rank correlation of a and b with the ranks of c held constant: (r_ab − r_ac r_bc)/√((1−r_ac²)(1−r_bc²)).
 *
 * @returns in [−1, 1]; undefined where one of the three is constant or c orders a or b completely
 */
export function partialRankCorrelation(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  c: ArrayLike<number>,
): number | undefined {
  const [ab, ac, bc] = [rankCorrelation(a, b), rankCorrelation(a, c), rankCorrelation(b, c)];
  if (ab === undefined || ac === undefined || bc === undefined) return undefined;
  const rest = (1 - ac ** 2) * (1 - bc ** 2);
  return rest > 1e-12 ? (ab - ac * bc) / Math.sqrt(rest) : undefined;
}

/** Middle of the sorted values, mean of the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
