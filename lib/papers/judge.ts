import { join } from 'node:path';
import { folders } from '../base';
import type {
  ClaimDefinition,
  PaperDefinition,
  Profile,
  PublishedValue,
  RunRecord,
  TableDefinition,
} from '../base';
import { buildTable, judgeClaims, readClaimResult, readPublished, restsOn } from '../results';
import type { JudgedClaim, TableView } from '../results';
import { PAPERS, paperByName } from './registry';

/** A judged claim with the table its runs are in. */
export type PaperClaim = JudgedClaim & { table?: string };

/** Every claim of a paper (or of all) judged on the given records and the stored results. */
export function judgePaper(paper: string | undefined, records: readonly RunRecord[]): PaperClaim[] {
  return papersOf(paper).flatMap(({ claims, tables }) => judge(claims, tables, records));
}

/** The claims that rest on a table's runs, judged; the table may be one of a paper that another paper stands on. */
export function judgeTable(table: TableDefinition, records: readonly RunRecord[]): PaperClaim[] {
  const owner = PAPERS.find(({ tables }) => tables.includes(table));
  if (!owner) throw new Error(`${table.paper}/${table.table}: no paper lists this table`);
  const claims = owner.claims.filter((claim) => restsOn(claim, table));
  return judge(claims, owner.tables, records);
}

function judge(
  claims: readonly ClaimDefinition[],
  tables: readonly TableDefinition[],
  records: readonly RunRecord[],
): PaperClaim[] {
  const results = claims.flatMap((claim) => readClaimResult(folders().records, claim.paper, claim.id) ?? []);
  const judged = judgeClaims(claims, { records, tables, results });
  return judged.map((claim, index) => ({ ...claim, table: claims[index].runs?.table }));
}

/** What words of the claims of a paper (or of all) mean, one sentence each. */
export function claimTerms(paper?: string): string[] {
  return papersOf(paper).flatMap(({ terms = [] }) => terms);
}

function papersOf(paper: string | undefined): readonly PaperDefinition[] {
  return paper === undefined ? PAPERS : [paperByName(paper)];
}

/** A table with its published values and what the records give at the chosen profiles (default: all but smoke). */
export function viewTable(
  table: TableDefinition,
  records: readonly RunRecord[],
  options: { profiles?: readonly Profile[]; seeds?: number } = {},
): TableView {
  return buildTable(table, records, publishedValues(table), options);
}

/** The published values that belong to a table. */
export function publishedValues({ published }: TableDefinition): PublishedValue[] {
  if (!published) return [];
  const read = (file: string, table?: string) =>
    readPublished(join(folders().published, `${file}.csv`), table);
  return [
    ...read(published.file, published.table),
    ...(published.further ?? []).flatMap((file) => read(file)),
  ];
}
