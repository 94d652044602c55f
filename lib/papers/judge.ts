import { join } from 'node:path';
import { folders } from '../base';
import type { PaperDefinition, Profile, PublishedValue, RunRecord, TableDefinition } from '../base';
import { buildTable, judgeClaims, readClaimResult, readPublished } from '../results';
import type { JudgedClaim, TableView } from '../results';
import { PAPERS, paperByName } from './registry';

/** A judged claim with the table its runs are in. */
export type PaperClaim = JudgedClaim & { table?: string };

/** Every claim of a paper (or of all) judged on the given records and the stored results. */
export function judgePaper(paper: string | undefined, records: readonly RunRecord[]): PaperClaim[] {
  return papersOf(paper).flatMap(({ claims, tables }) => {
    const results = claims.flatMap(
      (claim) => readClaimResult(folders().records, claim.paper, claim.id) ?? [],
    );
    const judged = judgeClaims(claims, { records, tables, results });
    return judged.map((claim, index) => ({ ...claim, table: claims[index].runs?.table }));
  });
}

/** The claims that rest on a table's runs, judged; the table may be one of a paper that another paper stands on. */
export function judgeTable(table: TableDefinition, records: readonly RunRecord[]): PaperClaim[] {
  const owner = PAPERS.find(({ tables }) => tables.includes(table));
  if (!owner) throw new Error(`${table.paper}/${table.table}: no paper lists this table`);
  const names = [`${table.paper}/${table.table}`, ...(table.paper === owner.name ? [table.table] : [])];
  return judgePaper(owner.name, records).filter((claim) => claim.table && names.includes(claim.table));
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
