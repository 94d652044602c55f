/**
 * Mean soft label of the images of each class.
 * @param soft [n, C]
 * @param labels true classes, [n]
 * @returns [C·C], row i of class i; zeros for a class without images
 */
export function meanByClass(soft: Float32Array, labels: Int32Array, classes: number): number[] {
  const sums = new Array<number>(classes * classes).fill(0);
  const counts = new Array<number>(classes).fill(0);
  labels.forEach((label, n) => {
    counts[label]++;
    for (let c = 0; c < classes; c++) sums[label * classes + c] += soft[n * classes + c];
  });
  return sums.map((sum, i) => sum / Math.max(1, counts[Math.floor(i / classes)]));
}
