import type { Profile, RunRecord } from './record';
import type { DataSpec, OptimiserSpec, RunSpec, ScheduleSpec } from './run-spec';

/**
 * A profile's named data: real images, networks and recipe shared by all papers at one scale.
 * Chosen from plain training and the teacher alone, before any method's result is seen; changed only under a new name.
 */
export interface ProfileData {
  name: string;
  profile: Profile;
  data: DataSpec;
  student: string;
  teacher?: RunSpec;
  optimiser: OptimiserSpec;
  schedule: ScheduleSpec;
  epochs: number;
  batchSize: number;
  /** Measured seconds on two cores: a plain run, a distilled run, the teacher. */
  seconds: { plain: number; distilled: number; teacher?: number };
}

/** One cell of a table at one profile: a specification for each seed. */
export interface TableCell {
  row: string;
  column: string;
  profile: Profile;
  profileData: string;
  /** `seed` is filled in by the runner. */
  spec: Omit<RunSpec, 'seed'>;
  /** Estimated seconds a run: on two cores, at profile `paper` on a GPU. */
  seconds: number;
  /** A row that contains reconstructed details says which. */
  reconstruction?: string;
  /** The cell shows a number made from runs of one seed, instead of the table's metric of its own run. */
  derived?: DerivedValue;
}

/** One number from several runs of the same seed, such as a gain over a baseline. */
export interface DerivedValue {
  /** Further runs; the cell's own is always the first. */
  needs: Omit<RunSpec, 'seed'>[];
  /** Records in the order [own, …needs]. */
  value(records: readonly RunRecord[]): number;
}

/** A published number, from `data/published/<file>.csv`. */
export interface PublishedValue {
  paper: string;
  table: string;
  row: string;
  column: string;
  value: number;
  unit: string;
  basis: 'exact' | 'secondary' | 'inferred';
}

/** A table of a paper: published values beside measured ones. `id` is `PAPER/TABLE` of the command line. */
export interface TableDefinition {
  paper: string;
  table: string;
  title: string;
  /** What rows and columns are, for the header. */
  rowLabel: string;
  columnLabel: string;
  /** Where methods stand; `columns`: a column's rows differ in data or networks. Default `rows`. */
  methodsIn?: 'rows' | 'columns';
  /** Metric shown, in `metrics.<selection>`: default `top1`. */
  metric?: 'top1' | 'top5' | 'nll' | 'ece' | 'aurc';
  /** What derived cells show, with its unit, such as `{ name: 'gain in recall over CE', unit: 'points' }`. */
  quantity?: { name: string; unit: string };
  /** The paper's selection rule; `bestTest` is marked optimistic. Default `last`. */
  selection?: 'last' | 'bestTest' | 'bestValidation';
  /**
   * `data/published` file and the `table` value inside it. `rows` maps a row of ours to the published row's name where
   * they differ; `further`: files beside `file` whose values belong to the same table; `place` puts a value where it belongs in a table laid out otherwise, or (undefined) leaves it out.
   */
  published?: {
    file: string;
    further?: string[];
    table?: string;
    rows?: Record<string, string>;
    place?: (value: PublishedValue) => PublishedValue | undefined;
  };
  cells: TableCell[];
  /** What names of rows and columns mean where they do not say it themselves, one sentence each; shown below the table. */
  notes?: readonly string[];
  /** Seeds 1 … n when `--seeds` is not given. */
  seeds: number;
}

export type ClaimKind = 'seeds' | 'simulation' | 'exact' | 'cost';

/** A falsifiable sentence bound to a quantity; committed before the runs. */
export interface ClaimDefinition {
  id: string;
  paper: string;
  statement: string;
  kind: ClaimKind;
  /** The quantity supports the claim where it lies `above` (or `below`) the margin. */
  side: 'above' | 'below';
  margin: number;
  unit: string;
  /** `seeds`: where the runs are and how one seed gives one number. */
  runs?: SeedQuantity;
  /** `simulation`, `cost`, `exact`: stored result file under `data/records/<paper>/claims/<id>.json`. */
  result?: string;
  /** `simulation`, `exact`: makes that result's values again; `how` says in one sentence what was done. Seeded. */
  simulate?: () => Simulated | Promise<Simulated>;
  /** Set where nobody here can test it: what it needs (GPU, data, weights). */
  needs?: string;
}

/** What a simulation or an exact check found. */
export interface Simulated {
  values: number[];
  how: string;
}

export interface SeedQuantity {
  table: string;
  profile: Profile;
  /** Number of seeds, 1 … n, none dropped; at least 3. */
  seeds: number;
  /** Cells the quantity reads. */
  cells: { row: string; column: string }[];
  /** Records of one seed in the order of `cells` → the claim's quantity. */
  perSeed: (records: RunRecord[]) => number;
  /** Whether a record holds what the quantity reads; one that is older than that counts as not run. Default: always. */
  holds?: (record: RunRecord) => boolean;
}

/** What a paper registers: one folder under lib/papers, one line in lib/papers/index.ts. */
export interface PaperDefinition {
  name: string;
  title: string;
  citation: string;
  tables: TableDefinition[];
  claims: ClaimDefinition[];
  /** What words of the claims mean, one sentence each; shown below them. */
  terms?: readonly string[];
  /** Differences between our runs and the paper, shown under its tables. */
  differences: string[];
}
