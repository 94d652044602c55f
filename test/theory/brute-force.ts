/** Indicators straight from their definition, one k at a time, on plain nested arrays: the opponent of the tests. */
export function topKByDefinition(row: number[], k: number): Set<number> {
  const order = row.map((_, c) => c).sort((a, b) => row[b] - row[a] || a - b);
  return new Set(order.slice(0, k));
}

export function indicatorsByDefinition(sets: Set<number>[], labels: number[], classes: number) {
  const unreliability = sets.filter((set, n) => !set.has(labels[n])).length / sets.length;
  const perClassAmbiguity = Array.from({ length: classes }, (_, i) => {
    const others = sets.filter((_set, n) => labels[n] !== i);
    return others.length === 0 ? 0 : others.filter((set) => set.has(i)).length / others.length;
  });
  return { unreliability, perClassAmbiguity, ambiguity: Math.max(...perClassAmbiguity) };
}
