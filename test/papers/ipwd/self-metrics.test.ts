import { describe, expect, it } from 'vitest';
import { placePsKd, withMetrics } from '../../../lib/papers/ipwd/self-metrics';
import { cellOf, recordsOf } from '../../results/samples';

const published = { paper: 'pskd', table: 'CIFAR-100', unit: '%', basis: 'exact' } as const;

describe("PS-KD's metrics", () => {
  it('stand beside the accuracy of the same run, in the units that the paper prints', () => {
    const cell = cellOf('pskd', 'resnet8', 'cpu');
    const [own, ...others] = withMetrics([cell]);
    const [record] = recordsOf(cell, [60]);
    Object.assign(record.metrics.last, { top5: 90, nll: 1.25, ece: 0.07, aurc: 51 });
    expect(own).toBe(cell);
    expect(others.map(({ column, derived }) => [column, derived!.value([record])])).toEqual([
      ['resnet8, top-5 error (%)', 10],
      ['resnet8, NLL (nats)', 1.25],
      ['resnet8, ECE (%)', expect.closeTo(7, 10)],
      ['resnet8, AURC (×1000)', 51],
    ]);
    expect(others.every(({ spec }) => spec === cell.spec)).toBe(true);
  });

  it('find their place: networks that the library has, errors as accuracies', () => {
    const at = (row: string, column: string, value: number) =>
      placePsKd({ ...published, row, column, value });
    expect(at('PreActResNet18 / PS-KD', 'top-1 err', 20.82)).toMatchObject({
      ...{ row: 'pskd', column: 'PreActResNet18', value: 79.18, basis: 'exact' },
    });
    expect(at('PreActResNet18 / CS-KD', 'NLL', 0.88)).toMatchObject({
      ...{ row: 'CS-KD', column: 'PreActResNet18, NLL (nats)', value: 0.88 },
    });
    expect(at('DenseNet-121 / PS-KD', 'NLL', 0.69)).toBeUndefined();
    expect(at('PreActResNet18 / PS-KD', 'training time', 1)).toBeUndefined();
  });
});
