import type { TableCell } from '../../base';
import type { MethodRow } from '../cells';
import { repDistillerCell, SAME_PAIRS } from '../repdistiller';

/** Columns whose CE, KD and DKD are all published, in the order shown. */
const COLUMNS = [
  'resnet56->resnet20',
  'resnet110->resnet32',
  'resnet32x4->resnet8x4',
  'wrn_40_2->wrn_16_2',
  'wrn_40_2->wrn_40_1',
];

/** Cells at profile `paper`: one column a published pair. They need a GPU; their specifications are exact. */
export function paperCells(): TableCell[] {
  return COLUMNS.flatMap((column) => {
    const [teacher, student, nckdWeight] = SAME_PAIRS.find((pair) => `${pair[0]}->${pair[1]}` === column)!;
    const rows: MethodRow[] = [
      { row: 'ce', distilled: false, method: { name: 'one-view', loss: 'ce' } },
      { row: 'kd', distilled: true, method: { name: 'one-view', loss: 'kd' } },
      { row: 'dkd', distilled: true, method: { name: 'one-view', loss: 'dkd', lossOptions: { nckdWeight } } },
    ];
    return rows.map((row) => repDistillerCell(teacher, student, row));
  });
}
