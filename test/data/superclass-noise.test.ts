import { describe, expect, it } from 'vitest';
import { CIFAR100_COARSE, CIFAR100_COARSE_OF_FINE, CIFAR100_FINE } from '../../lib/data/cifar100-names';
import { groupsOf } from '../../lib/data/superclass-noise';
import { confusion, noisy, wrong } from './noise';

const NAME = 'superclass-noise';
const group = (fine: number) => CIFAR100_COARSE_OF_FINE[fine];

describe('super-class noise', () => {
  it('knows the members of the super-classes', () => {
    const members = (coarse: string) =>
      groupsOf('superclass')[CIFAR100_COARSE.indexOf(coarse)].map((fine) => CIFAR100_FINE[fine]);
    expect(members('aquatic_mammals')).toEqual(['beaver', 'dolphin', 'otter', 'seal', 'whale']);
    expect(members('people')).toEqual(['baby', 'boy', 'girl', 'man', 'woman']);
    expect(members('trees')).toEqual(['maple_tree', 'oak_tree', 'palm_tree', 'pine_tree', 'willow_tree']);
    expect(members('vehicles_2')).toEqual(['lawn_mower', 'rocket', 'streetcar', 'tank', 'tractor']);
    for (const fine of groupsOf('superclass')) expect(fine).toHaveLength(5);
    expect(groupsOf('superclass').flat().sort((a, b) => a - b)).toEqual(CIFAR100_FINE.map((_, i) => i));
  });

  it('circular: every class for the next of its group, rate of all labels', () => {
    for (const groups of ['superclass', 'consecutive'] as const) {
      const train = noisy(NAME, 2000, 100, { rate: 0.3, groups });
      const counts = confusion(train, 100);
      for (const fine of groupsOf(groups)) {
        fine.forEach((label, i) => {
          expect(counts[label][label]).toBe(14);
          expect(counts[label][fine[(i + 1) % 5]]).toBe(6);
        });
      }
      expect(wrong(train)).toBe(600);
    }
  });

  it('the two definitions of a group are incompatible', () => {
    const outside = (groups: string) => {
      const { labels, trueLabels } = noisy(NAME, 2000, 100, { groups });
      return labels.filter((label, i) => group(label) !== group(trueLabels[i])).length;
    };
    expect(outside('superclass')).toBe(0);
    expect(outside('consecutive')).toBeGreaterThan(500); // of 800 wrong labels
  });

  it('pairs: two classes of each group for each other, 0.4·rate of all labels', () => {
    const train = noisy(NAME, 5000, 100, { rate: 0.4, rule: 'pairs' });
    const counts = confusion(train, 100);
    const touched = counts.flatMap((row, label) => (row[label] < 50 ? [label] : []));
    expect(touched).toHaveLength(40);
    for (const label of touched) {
      const [other] = touched.filter((one) => one !== label && group(one) === group(label));
      expect(counts[label][label]).toBe(30);
      expect(counts[label][other]).toBe(20);
    }
    expect(wrong(train) / 5000).toBeCloseTo(0.16, 10);
    expect(noisy(NAME, 5000, 100, { rule: 'pairs', seed: 2 }).labels).not.toEqual(train.labels);
  });

  it('refuses sets without the hundred fine classes', () => {
    expect(() => noisy(NAME, 20, 10)).toThrow(/found 10 classes.*100 fine classes/);
    expect(() => noisy(NAME, 200, 100, { rule: 'ring' })).toThrow(/rule: found 'ring'/);
  });
});
