import { InputError } from '../base';
import type { Profile, RunRecord } from '../base';
import { briefCurve, briefMeasureCurves, briefMeasures, briefSoftLabels } from './brief';
import { RunFolder } from './run-folder';

/** The table cell a record belongs to. */
export interface RecordPlace {
  paper: string;
  table: string;
  row: string;
  column: string;
  profile: Profile;
  profileData: string;
}

/** What is kept for good of a finished run (under 50 kB), from its folder. */
export function makeRecord(runFolder: string, place: RecordPlace): RunRecord {
  const result = new RunFolder(runFolder).result();
  if (!result) throw new InputError(`${runFolder}: holds no finished run (no result.json)`);
  return {
    recordVersion: 1,
    runId: result.runId,
    configId: result.configId,
    spec: result.spec,
    profile: place.profile,
    profileData: place.profileData,
    paper: place.paper,
    table: place.table,
    row: place.row,
    column: place.column,
    seed: result.spec.seed,
    environment: result.environment,
    ...(result.teacher && { teacher: result.teacher }),
    metrics: result.metrics,
    curve: briefCurve(result.curve),
    softLabels: briefSoftLabels(result.softLabels),
    ...(result.measures && { measures: briefMeasures(result.measures) }),
    ...(result.measureCurves && { measureCurves: briefMeasureCurves(result.measureCurves) }),
    seconds: result.seconds,
  };
}
