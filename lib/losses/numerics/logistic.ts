/** h(x) = 1/(1 + exp(−x)). 1 − h(x) is `logistic(-x)`, which does not cancel. */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
