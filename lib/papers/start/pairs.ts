import type { TableCell } from '../../base';
import type { MethodRow } from '../cells';
import { repDistillerCell } from '../repdistiller';

/** [teacher, student, DKD's weight of the non-target part] as mdistiller's configurations have them. */
const PAIRS: readonly [string, string, number][] = [
  ['resnet56', 'resnet20', 2],
  ['resnet110', 'resnet32', 2],
  ['resnet32x4', 'resnet8x4', 8],
  ['wrn_40_2', 'wrn_16_2', 6],
  ['wrn_40_2', 'wrn_40_1', 6],
];

/** Cells at profile `paper`: one column a published pair. They need a GPU; their specifications are exact. */
export function paperCells(): TableCell[] {
  return PAIRS.flatMap(([teacher, student, nckdWeight]) => {
    const rows: MethodRow[] = [
      { row: 'ce', distilled: false, method: { name: 'one-view', loss: 'ce' } },
      { row: 'kd', distilled: true, method: { name: 'one-view', loss: 'kd' } },
      { row: 'dkd', distilled: true, method: { name: 'one-view', loss: 'dkd', lossOptions: { nckdWeight } } },
    ];
    return rows.map((row) => repDistillerCell(teacher, student, row));
  });
}
