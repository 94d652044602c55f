import type { MethodSpec, ProfileData, TableCell } from '../../base';
import { profileColumn } from '../cells';
import type { MethodRow } from '../cells';
import { CRLD_DIFFERENT_PAIRS, CRLD_SAME_PAIRS, repDistillerCell } from '../repdistiller';
import { referenceRows } from '../reference-rows';
import { oneView } from '../rows';
import { mlkdRows } from '../two-view-rows';
import { combined, controlRows, crldMethod, onBothViews } from './rows';

/** How a loss is used: on one view, on two views, in CRLD; and what CRLD adds to it. */
export const USES = ['alone', 'two views', '+ CRLD', '+ CRLD − alone'] as const;
export type Use = (typeof USES)[number];

/** A loss alone and the options that it has inside CRLD: its own without the cross-entropy. */
interface Partner {
  name: string;
  alone: MethodSpec;
}

/** Losses with their reference codes' defaults. */
const DEFAULT_PARTNERS: readonly Partner[] = ['nkd', 'normkd', 'lskd'].map((name) => ({
  name,
  alone: oneView(name),
}));

/** The uses of every partner, by column. KD itself is CRLD's own loss: its weights inside are CRLD's. */
function uses(partners: readonly Partner[]): Record<Exclude<Use, '+ CRLD − alone'>, MethodRow[]> {
  const inside = ({ alone }: Partner) => {
    const { ceWeight: _ceWeight, ...rest } = alone.lossOptions ?? {};
    return rest;
  };
  const others = partners.filter(({ name }) => name !== 'kd');
  return {
    alone: partners.map(({ name, alone }) => ({ row: name, distilled: true, method: alone })),
    'two views': [
      { ...controlRows()[1], row: 'kd' },
      ...others.map((partner) => onBothViews(partner.name, partner.name, inside(partner))),
      ...mlkdRows,
    ],
    '+ CRLD': [
      { ...crldMethod(), row: 'kd' },
      ...others.map((partner) => combined(partner.name, partner.name, inside(partner))),
    ],
  };
}

/** Cells of all uses, each use in a column of its own. @param cellsOf makes the cells of some rows in one column */
function columns(
  partners: readonly Partner[],
  cellsOf: (rows: readonly MethodRow[]) => TableCell[],
): TableCell[] {
  const under = (use: Use, cells: TableCell[]) =>
    cells.map((cell) => ({ ...cell, column: `${cell.column}, ${use}` }));
  const rows = uses(partners);
  const alone = cellsOf(rows.alone);
  const withCrld = cellsOf(rows['+ CRLD']);
  const gains = withCrld.map(
    (cell): TableCell => ({
      ...cell,
      derived: {
        needs: [alone.find(({ row }) => row === cell.row)!.spec],
        value: ([crld, plain]) => crld.metrics.last.top1 - plain.metrics.last.top1,
      },
    }),
  );
  return [
    ...under('alone', alone),
    ...under('two views', cellsOf(rows['two views'])),
    ...under('+ CRLD', withCrld),
    ...under('+ CRLD − alone', gains),
  ];
}

/** KD and DKD as everywhere at this profile, the others with their own defaults. */
export function combination(profile: ProfileData): TableCell[] {
  const [kd, dkd] = ['kd', 'dkd'].map((name) => ({
    name,
    alone: referenceRows(profile.epochs).find(({ row }) => row === name)!.method,
  }));
  return columns([kd, dkd, ...DEFAULT_PARTNERS], (rows) => profileColumn(profile, rows));
}

/** One pair of each table, as the pairs of the paper's own table are not known. */
export function paperCombination(): TableCell[] {
  return [CRLD_SAME_PAIRS[2], CRLD_DIFFERENT_PAIRS[5]].flatMap(([teacher, student, nckdWeight]) => {
    const partners: Partner[] = [
      { name: 'kd', alone: oneView('kd') },
      { name: 'dkd', alone: oneView('dkd', { nckdWeight }) },
      ...DEFAULT_PARTNERS,
    ];
    return columns(partners, (rows) => rows.map((row) => repDistillerCell(teacher, student, row)));
  });
}
