import type { EpochMetrics, PublishedValue, TableCell } from '../../base';

/** What PS-KD reports besides top-1, and what this table therefore shows in a column each; lower is better. */
const METRICS: readonly { name: string; printed: string; of: (metrics: EpochMetrics) => number }[] = [
  { name: 'top-5 error (%)', printed: 'top-5 err', of: ({ top5 }) => 100 - top5 },
  { name: 'NLL (nats)', printed: 'NLL', of: ({ nll }) => nll },
  { name: 'ECE (%)', printed: 'ECE', of: ({ ece }) => 100 * ece },
  { name: 'AURC (×1000)', printed: 'AURC', of: ({ aurc }) => aurc },
];

/** Each cell, and beside it the other metrics of the same runs. */
export function withMetrics(cells: readonly TableCell[]): TableCell[] {
  return cells.flatMap((cell) => [
    cell,
    ...METRICS.map(({ name, of }) => ({
      ...cell,
      column: `${cell.column}, ${name}`,
      derived: {
        needs: [],
        value: ([run]: Parameters<NonNullable<TableCell['derived']>['value']>[0]) => of(run.metrics.last),
      },
    })),
  ]);
}

const METHODS: Record<string, string> = {
  baseline: 'ce',
  'label smoothing': 'label-smoothing',
  'PS-KD': 'pskd',
};

/**
 * A number of PS-KD's table (rows `network / method`, columns metrics) in this one; top-1 errors as accuracies. Networks
 * that the library does not have are left out.
 */
export function placePsKd(value: PublishedValue): PublishedValue | undefined {
  const [network, method] = value.row.split(' / ');
  if (network !== 'PreActResNet18' || method === undefined) return undefined;
  const row = METHODS[method] ?? method;
  if (value.column === 'top-1 err') {
    return { ...value, row, column: network, value: Number((100 - value.value).toFixed(2)) };
  }
  const metric = METRICS.find(({ printed }) => printed === value.column);
  return metric && { ...value, row, column: `${network}, ${metric.name}` };
}
