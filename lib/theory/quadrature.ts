/** Nodes in [−1, 1] and weights of a quadrature rule. */
export interface QuadratureRule {
  nodes: Float64Array;
  weights: Float64Array;
}

/** Gauss–Legendre rule of n points: Newton's iteration on the roots of the Legendre polynomial P_n. */
export function gaussLegendre(n: number): QuadratureRule {
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 0;
    for (let step = 0; step < 100; step++) {
      let previous = 1;
      let value = x;
      for (let m = 2; m <= n; m++) {
        [previous, value] = [value, ((2 * m - 1) * x * value - (m - 1) * previous) / m];
      }
      slope = (n * (x * value - previous)) / (x * x - 1);
      const move = value / slope;
      x -= move;
      if (Math.abs(move) < 1e-15) break;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

const RULE = gaussLegendre(12);

/**
 * Visits the points of a composite 12-point Gauss–Legendre rule with panels no wider than `width`; `breaks` are the
 * ends and the places where the integrand has a kink, in ascending order.
 *
 * @param visit called with each point and its weight
 */
export function visitPanels(
  breaks: readonly number[],
  width: number,
  visit: (x: number, weight: number) => void,
): void {
  for (let b = 1; b < breaks.length; b++) {
    const panels = Math.max(1, Math.ceil((breaks[b] - breaks[b - 1]) / width));
    const half = (breaks[b] - breaks[b - 1]) / panels / 2;
    for (let panel = 0; panel < panels; panel++) {
      const centre = breaks[b - 1] + (2 * panel + 1) * half;
      for (let i = 0; i < RULE.nodes.length; i++)
        visit(centre + half * RULE.nodes[i], half * RULE.weights[i]);
    }
  }
}
