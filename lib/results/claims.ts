import { InputError, roughTime, runId } from '../base';
import type { ClaimDefinition, ClaimKind, Profile, RunRecord, TableCell, TableDefinition } from '../base';
import type { ClaimResult } from './claim-result';
import { decideByInterval, decideExactly } from './claim-verdict';
import type { ClaimVerdict, Decision } from './claim-verdict';
import { byRunId } from './records';
import type { Interval } from './statistics';

/** A judged claim, as `kdlab claims --json` prints it. */
export interface JudgedClaim {
  id: string;
  paper: string;
  statement: string;
  kind: ClaimKind;
  verdict: ClaimVerdict;
  text: string;
  side: 'above' | 'below';
  margin: number;
  unit: string;
  /** Mean of the quantity; absent where nothing was measured. */
  effect?: number;
  sd?: number;
  interval?: Interval;
  /** The quantity per seed, replicate or block. */
  values: number[];
  profile?: Profile;
  /** Seeds of a claim over training runs: 1 … n. */
  seeds: number[];
  /** Runs behind the verdict, or the stored result. */
  records: string[];
  missingRuns: number;
  /** True where the table's rule picks the best test epoch. */
  optimistic?: boolean;
}

/** What a claim can rest on. */
export interface Evidence {
  records: readonly RunRecord[];
  tables: readonly TableDefinition[];
  /** Stored results of claims of the kinds simulation, exact and cost. */
  results?: readonly ClaimResult[];
}

/** Judges claims in the order given. Runs of the committed seeds 1 … n count, none dropped and none added. */
export function judgeClaims(claims: readonly ClaimDefinition[], evidence: Evidence): JudgedClaim[] {
  const records = byRunId(evidence.records);
  return claims.map((claim) => {
    const judged = claim.runs
      ? judgeRuns(claim, evidence.tables, records)
      : judgeResult(claim, evidence.results ?? []);
    // Where nobody here can run it, missing runs are not what stands in the way.
    if (judged.verdict === 'not run' && claim.needs !== undefined) {
      return { ...judged, verdict: 'not testable here', text: `not testable here (needs ${claim.needs})` };
    }
    return judged;
  });
}

function judgeRuns(
  claim: ClaimDefinition,
  tables: readonly TableDefinition[],
  records: ReadonlyMap<string, RunRecord>,
): JudgedClaim {
  const runs = claim.runs!;
  if (runs.seeds < 3) {
    throw new InputError(
      `claim ${claim.paper}/${claim.id}: field 'runs.seeds': found ${runs.seeds}, allowed are integers from 3`,
    );
  }
  const table = tables.find((one) => restsOn(claim, one));
  if (!table)
    throw new InputError(
      `claim ${claim.paper}/${claim.id}: field 'runs.table': found '${runs.table}', no such table`,
    );
  const cells = runs.cells.map((wanted) => cellOf(table, wanted, runs.profile, claim));
  const seeds = Array.from({ length: runs.seeds }, (_, i) => i + 1);
  const wanted = seeds.map((seed) => cells.map((cell) => ({ cell, id: runId({ ...cell.spec, seed }) })));
  const ids = [...new Set(wanted.flat().map(({ id }) => id))];
  const usable = (id: string) => {
    const record = records.get(id);
    return record !== undefined && (runs.holds?.(record) ?? true);
  };
  const missing = ids.filter((id) => !usable(id));
  const base = {
    ...statementOf(claim),
    profile: runs.profile,
    seeds,
    records: ids.filter(usable),
    missingRuns: missing.length,
    ...(table.selection === 'bestTest' ? { optimistic: true } : {}),
  };
  if (missing.length > 0) {
    const seconds = new Map(wanted.flat().map(({ cell, id }) => [id, cell.seconds]));
    const total = missing.reduce((sum, id) => sum + seconds.get(id)!, 0);
    const text = `not run (about ${roughTime(total)} at ${runs.profile})`;
    return { ...base, verdict: 'not run', text, values: [] };
  }
  const values = wanted.map((ofSeed) => runs.perSeed(ofSeed.map(({ id }) => records.get(id)!)));
  return { ...base, ...shown(decideByInterval(values, claim, 'seeds')), values };
}

/** Whether a claim's runs are in a table: named alone where it is of the claim's paper, as `paper/table` otherwise. */
export function restsOn({ runs, paper }: ClaimDefinition, table: TableDefinition): boolean {
  return (
    (table.table === runs?.table && table.paper === paper) || `${table.paper}/${table.table}` === runs?.table
  );
}

function judgeResult(claim: ClaimDefinition, results: readonly ClaimResult[]): JudgedClaim {
  const base = { ...statementOf(claim), seeds: [], missingRuns: 0 };
  const stored = results.find((result) => result.paper === claim.paper && result.id === claim.id);
  if (!stored) return { ...base, verdict: 'not run', text: 'not run', values: [], records: [] };
  if (stored.kind !== claim.kind) {
    throw new InputError(
      `claim ${claim.paper}/${claim.id}: its stored result is of kind '${stored.kind}', needed is '${claim.kind}'`,
    );
  }
  const repetition = claim.kind === 'cost' ? 'blocks' : 'replicates';
  const decision =
    claim.kind === 'exact'
      ? decideExactly(stored.values, claim)
      : decideByInterval(stored.values, claim, repetition);
  return {
    ...base,
    ...shown(decision),
    values: stored.values,
    records: [`${claim.paper}/claims/${claim.id}`],
  };
}

function statementOf(claim: ClaimDefinition) {
  const { id, paper, statement, kind, side, margin, unit } = claim;
  return { id, paper, statement, kind, side, margin, unit };
}

function shown(decision: Decision) {
  const { verdict, text, effect, interval } = decision;
  return {
    verdict,
    text,
    effect: effect.mean,
    ...(effect.sd === undefined ? {} : { sd: effect.sd }),
    interval,
  };
}

function cellOf(
  table: TableDefinition,
  wanted: { row: string; column: string },
  profile: Profile,
  claim: ClaimDefinition,
): TableCell {
  const found = table.cells.find(
    (cell) => cell.row === wanted.row && cell.column === wanted.column && cell.profile === profile,
  );
  if (found) return found;
  throw new InputError(
    `claim ${claim.paper}/${claim.id}: field 'runs.cells': found '${wanted.row}' × '${wanted.column}', ` +
      `table ${table.table} has no such cell at profile ${profile}`,
  );
}
