import type { ProfileData, RunRecord, TableCell, TableDefinition } from '../../base';
import { lastTop1 } from '../claims';
import { c100Cpu, fmnistNoiseSmoke } from '../profiles';
import { learnersOf } from '../records';
import { dmlCell } from './paper-recipe';
import { cellAt, relabelled } from './settings';
import type { CellChoice } from './settings';

const PAIRS = [
  ['CIFAR-10', 'resnet32', 'resnet32'],
  ['CIFAR-10', 'wrn_28_10', 'resnet32'],
  ['CIFAR-10', 'MobileNetV1', 'resnet32'],
  ['CIFAR-10', 'MobileNetV1', 'MobileNetV1'],
  ['CIFAR-10', 'wrn_28_10', 'wrn_28_10'],
  ['CIFAR-100', 'resnet32', 'resnet32'],
  ['CIFAR-100', 'wrn_28_10', 'resnet32'],
  ['CIFAR-100', 'MobileNetV1', 'resnet32'],
  ['CIFAR-100', 'MobileNetV1', 'MobileNetV1'],
  ['CIFAR-100', 'wrn_28_10', 'MobileNetV1'],
  ['CIFAR-100', 'wrn_28_10', 'wrn_28_10'],
] as const;

/** Last accuracy of one network of a pair trained together. */
export const networkTop1 = (record: RunRecord, network: 0 | 1): number =>
  learnersOf(record)[network].last.top1;

/** Four columns of one pair: each network alone, each beside the other. */
function pairRow(row: string, pair: readonly [string, string], cellOf: (choice: CellChoice) => TableCell) {
  return ([0, 1] as const).flatMap((network): TableCell[] => {
    const alone = cellOf({
      row,
      column: `net ${network + 1} independent`,
      model: pair[network],
      method: { name: 'one-view', loss: 'ce' },
    });
    const together = cellOf({
      row,
      column: `net ${network + 1} DML`,
      model: [...pair],
      method: { name: 'mutual', loss: 'dml' },
    });
    return [
      { ...alone, derived: { needs: [], value: ([run]) => lastTop1(run) } },
      { ...together, derived: { needs: [], value: ([run]) => networkTop1(run, network) } },
    ];
  });
}

const small = (profile: ProfileData, name: string): TableCell[] =>
  pairRow(
    `${name}: ${profile.student} + ${profile.student}`,
    [profile.student, profile.student],
    (choice) => {
      // The plain runs are those of other tables, which evaluate every epoch.
      const { evaluateEvery: _every, ...spec } = cellAt(profile, choice).spec;
      return { ...cellAt(profile, choice), spec };
    },
  );

export const dmlTable: TableDefinition = {
  paper: 'dml',
  table: 'two-networks',
  title: 'Deep mutual learning of two networks',
  rowLabel: 'data: networks',
  columnLabel: 'network',
  quantity: { name: 'test accuracy of one network, last epoch', unit: '%' },
  selection: 'last',
  methodsIn: 'columns',
  published: { file: 'dml-two-networks', table: 'two networks, top-1' },
  seeds: 3,
  cells: [
    ...small(relabelled(fmnistNoiseSmoke, undefined), 'Fashion-MNIST, smoke'),
    ...small({ ...c100Cpu, seconds: { plain: 60, distilled: 130 } }, 'c100-20@16'),
    ...PAIRS.flatMap(([set, first, second]) =>
      pairRow(`${set}: ${first} + ${second}`, [first, second], (choice) =>
        dmlCell(set === 'CIFAR-10' ? 'cifar10' : 'cifar100', {
          ...choice,
          reconstruction:
            choice.method.name === 'mutual'
              ? 'weight decay of re-implementations; one shared mini-batch, both updated at once'
              : 'weight decay of re-implementations',
        }),
      ),
    ),
  ],
};
