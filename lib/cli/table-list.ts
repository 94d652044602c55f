import { PROFILES } from '../base';
import type { Profile } from '../base';
import { duration, printJson, printTable } from './output';

/** All tables by profile: what is finished, what is missing, how long that would take. */
export async function listTables({
  profile: chosen = [...PROFILES],
  json,
}: {
  profile?: Profile[];
  json?: boolean;
}): Promise<void> {
  const { allTables, planSweep, plannedRuns, smokeRecords, storedRecords } = await import(
    '../papers/index.js'
  );
  const stored = storedRecords();
  const rows = allTables().flatMap((table) =>
    chosen
      .filter((profile) => table.cells.some((cell) => cell.profile === profile))
      .map((profile) => {
        const choice = { profiles: [profile] };
        const plan = planSweep(table, choice, [...stored, ...smokeRecords(plannedRuns(table, choice))]);
        return {
          table: `${table.paper}/${table.table}`,
          title: table.title,
          profile,
          seeds: table.seeds,
          finished: plan.finished.length,
          missing: plan.missing.length,
          estimatedSeconds: plan.seconds,
        };
      }),
  );
  if (json) return printJson(rows);
  printTable(
    ['table', 'profile', 'finished', 'missing', 'estimated time', 'title'],
    rows.map((row) => [
      row.table,
      row.profile,
      row.finished,
      row.missing,
      duration(row.estimatedSeconds),
      row.title,
    ]),
  );
}
