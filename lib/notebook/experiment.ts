import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, folders, oneOf, runId, shown } from '../base';
import type { ClaimDefinition, Profile, RunRecord, RunSpec, TableDefinition } from '../base';
import { prepareData } from '../data';
import { readNpy } from '../formats';
import type { PreparedData } from '../data';
import { plannedRuns, recordOf, tableById } from '../papers';
import type { PlannedRun } from '../papers';
import { decideByInterval, pairedDifferences, summarise } from '../results';
import { softmax, trainRun } from '../training';
import { trainingProgress } from './progress-training';

export interface ExperimentOptions {
  profile: Profile;
  /** Seeds 1 … n. */
  seeds: number;
  /** Train anew even where a finished run lies in `data/runs`. */
  rerun?: boolean;
  /** Which column of the table; default the first at the profile. */
  column?: string;
}

/** A trained network as a notebook looks at it: its record and what it says about the test images. */
export interface Trained {
  record: RunRecord;
  /** Its run folder. */
  folder: string;
  /** Test logits and probabilities of the last epoch, [N, C]. */
  logits: Float32Array;
  probabilities: Float32Array;
}

/** One comparison of two rows over the seeds. */
export interface Comparison {
  row: string;
  baseline: string;
  /** Per seed, in points of last-epoch top-1. */
  differences: number[];
  mean: number;
  interval?: { low: number; high: number };
  verdict: string;
}

/**
 * One column of a table, trained live: `teacher()` first, then a row at a time, every method from the same initial
 * weights and in the same order of images at each seed. Records are only shown here; `kdlab table` keeps them.
 */
export class Experiment {
  readonly table: TableDefinition;
  private readonly runs: PlannedRun[];
  private readonly finished = new Map<string, Trained[]>();
  private prepared?: PreparedData;

  constructor(
    id: string,
    private readonly options: ExperimentOptions,
  ) {
    this.table = tableById(id);
    const runs = plannedRuns(this.table, { profiles: [options.profile], seeds: options.seeds });
    const columns = [...new Set(runs.map(({ cell }) => cell.column))];
    const column = options.column ?? columns[0];
    if (!columns.includes(column)) {
      throw new InputError(`column: found ${shown(column)}, allowed is ${oneOf(columns)}`);
    }
    this.runs = runs.filter(({ cell }) => cell.column === column);
  }

  /** The data as the students of seed 1 see them. */
  get data(): PreparedData {
    this.prepared ??= prepareData(this.runs[0].spec.data, 1);
    return this.prepared;
  }

  get rows(): string[] {
    return [...new Set(this.runs.map(({ cell }) => cell.row))];
  }

  get column(): string {
    return this.runs[0].cell.column;
  }

  /** Specification of the teacher all distilled rows share. */
  get teacherSpec(): RunSpec {
    const teacher = this.runs.map(({ spec }) => spec.teacher).find((one) => one && 'run' in one);
    if (!teacher || !('run' in teacher)) throw new InputError(`${this.column}: no row has a teacher`);
    return teacher.run;
  }

  async teacher(): Promise<Trained> {
    const spec = this.teacherSpec;
    const place = { ...this.runs[0].cell, row: 'teacher', spec };
    return this.train({ table: this.table, cell: place, spec, runId: runId(spec) }, 'teacher');
  }

  /** Trains a row (or takes its finished runs), one network for each seed. */
  async row(name: string): Promise<Trained[]> {
    const runs = this.runs.filter(({ cell }) => cell.row === name);
    if (runs.length === 0) throw new InputError(`row: found ${shown(name)}, allowed is ${oneOf(this.rows)}`);
    const trained: Trained[] = [];
    for (const run of runs) trained.push(await this.train(run, `${name}, seed ${run.spec.seed}`));
    this.finished.set(name, trained);
    return trained;
  }

  /** Rows trained so far, in order. */
  get trained(): ReadonlyMap<string, Trained[]> {
    return this.finished;
  }

  /** Paired over the seeds: row − baseline, with the two-sided 95 % t interval and its verdict against 0. */
  compare(row: string, baseline: string): Comparison {
    const top1 = (name: string) => {
      const runs = this.finished.get(name);
      if (!runs)
        throw new InputError(`row ${shown(name)} has not been trained yet: await row(${shown(name)}) first`);
      return runs.map(({ record }) => record.metrics.last.top1);
    };
    const differences = pairedDifferences(top1(row), top1(baseline));
    const { mean } = summarise(differences);
    if (differences.length < 3) {
      return { row, baseline, differences, mean, verdict: 'not judged (needs at least 3 seeds)' };
    }
    const claim: Pick<ClaimDefinition, 'side' | 'margin'> = { side: 'above', margin: 0 };
    const { text, interval } = decideByInterval(differences, claim, 'seeds');
    return { row, baseline, differences, mean, interval, verdict: text };
  }

  private async train(run: PlannedRun, title: string): Promise<Trained> {
    const folder = join(folders().runs, run.runId);
    if (this.options.rerun) rmSync(folder, { recursive: true, force: true });
    const earlier = existsSync(join(folder, 'result.json'));
    // The bar and one closing line say enough; milestones in words are in the run folder's log.
    const observer = { ...trainingProgress(), onLog: undefined };
    const result = await trainRun(run.spec, { folder, resume: true, observer });
    const record = recordOf(run, result.folder);
    const { top1 } = record.metrics.last;
    const how = earlier ? 'taken from its finished run' : `trained in ${record.seconds.toFixed(1)} s`;
    process.stdout.write(`${title}: top-1 ${top1.toFixed(2)} % (${how})\n`);
    const { data: logits, shape } = readNpy(join(result.folder, 'logits.npy'));
    const values = logits as Float32Array;
    return { record, folder: result.folder, logits: values, probabilities: softmax(values, shape[1]) };
  }
}
