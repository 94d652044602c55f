import { InputError, oneOf, shown } from '../base';
import type { PaperDefinition, ProfileData, RunRecord, TableCell, TableDefinition } from '../base';
import type { NamedFigure } from '../figures';
import { tableId } from '../results';
import { biasedSoftLabels } from './biased-soft-labels';
import { biasedSoftLabelsFigures } from './biased-soft-labels/figures';
import { cmd } from './cmd';
import { cmdFigures } from './cmd/figures';
import { crld } from './crld';
import { crldFigures } from './crld/figures';
import { ipwd } from './ipwd';
import { ipwdFigures } from './ipwd/figures';
import { PROFILE_DATA } from './profiles';
import { start } from './start';

/** Every paper with its tables and claims: one folder, one line each. */
export const PAPERS: readonly PaperDefinition[] = [start, biasedSoftLabels, ipwd, crld, cmd];

/** Figures that only one paper has, from the stored records. */
export const PAPER_FIGURES: Readonly<Record<string, (records: readonly RunRecord[]) => NamedFigure[]>> = {
  ipwd: ipwdFigures,
  'biased-soft-labels': biasedSoftLabelsFigures,
  crld: crldFigures,
  cmd: cmdFigures,
};

export function paperByName(name: string): PaperDefinition {
  const found = PAPERS.find((paper) => paper.name === name);
  if (!found)
    throw new InputError(`paper: found ${shown(name)}, allowed is ${oneOf(PAPERS.map((p) => p.name))}`);
  return found;
}

/** All tables in the order of the papers. */
export function allTables(): TableDefinition[] {
  return PAPERS.flatMap((paper) => paper.tables);
}

export function tableById(id: string): TableDefinition {
  const ids = allTables().map(tableId);
  const at = ids.indexOf(id);
  if (at < 0) throw new InputError(`table: found ${shown(id)}, allowed is ${oneOf(ids)}`);
  return allTables()[at];
}

/** The profile data a cell names; undefined for the papers' own recipes. */
export function profileData(cell: TableCell): ProfileData | undefined {
  return PROFILE_DATA.find((data) => data.name === cell.profileData && data.profile === cell.profile);
}
