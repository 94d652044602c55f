/** Images as stored: uint8, NHWC. */
export interface ImageSet {
  /** [N, H, W, C] flattened; empty where `read` is given. */
  images: Uint8Array;
  /** Reads image i, [H, W, C], where the set is too large to be held in memory. */
  read?: (index: number) => Uint8Array;
  count: number;
  height: number;
  width: number;
  channels: number;
  /** Labels of one kind (`fine` where the set has two). */
  labels: Int32Array; // [N]
  coarseLabels?: Int32Array;
  classNames: string[];
  coarseClassNames?: string[];
}

/** Feature vectors with candidate labels (a partial-label set); the whole set, since none has an official split. */
export interface FeatureSet {
  features: Float32Array; // [N, D]
  count: number;
  dimensions: number;
  /** The true labels, [N]. */
  labels: Int32Array;
  /** [N, C] of 0/1; the true label is always among them. */
  candidates: Uint8Array;
  classNames: string[];
}

/** What a data set registers: one file, one line in lib/data/datasets.ts. */
export interface DatasetDefinition {
  name: string;
  title: string;
  licence: string;
  citation: string;
  homepage: string;
  classes: number;
  /** All 0 where there are no images. */
  shape: { height: number; width: number; channels: number };
  /** Official files; empty for the embedded set. `checksum` null is shown as `unverified`. */
  files: {
    /** Path below a data folder, as the reader looks for it. */
    name: string;
    url: string;
    /** Tried in order where `url` cannot be reached. */
    mirrors?: string[];
    bytes?: number;
    checksum: { kind: 'md5' | 'sha256'; value: string } | null;
  }[];
  /** Usual published normalisation constants, in units of pixel/255. */
  published: { mean: number[]; std: number[] };
  /** Folders to look in are given in order; throws InputError naming file, expected and found. */
  load(split: 'train' | 'test', folders: readonly string[]): ImageSet;
  /** Whether the files are here (without reading them whole). */
  present(folders: readonly string[]): boolean;
  /** What `kdlab data get` cannot do and the user must: end of a sentence that opens with the set's name. */
  byHand?: string;
  /** Feature vectors instead of images; `load` then refuses. */
  loadFeatures?(folders: readonly string[]): FeatureSet;
  /** Reads everything and throws where it is damaged; default: `load` of both parts. */
  verify?(folders: readonly string[]): void;
}

/** A part of a data set ready for training: images reduced, labels mapped to 0 … C−1. */
export interface LabelledImages {
  images: Uint8Array; // [N, H, W, C]
  count: number;
  height: number;
  width: number;
  channels: number;
  /** Labels as fed, after a label transform. [N] */
  labels: Int32Array;
  /** Labels before any transform. [N] */
  trueLabels: Int32Array;
  /** Index of each image in the data set's own order. [N] */
  sourceIndex: Int32Array;
  /** Soft labels as fed, [N, C], where the transform makes them. */
  softLabels?: Float32Array;
  /** Candidate sets, [N, C] of 0/1, where the transform makes them. */
  candidates?: Uint8Array;
}

export interface PreparedData {
  train: LabelledImages;
  validation?: LabelledImages;
  test: LabelledImages;
  classes: number;
  classNames: string[];
  mean: number[];
  std: number[];
}

/** What a label transform registers (noise, partial labels, soft labels). */
export interface LabelTransformDefinition {
  name: string;
  options: { name: string; default: unknown; meaning: string }[];
  /** Changes `labels`, `softLabels` or `candidates` of the training part; seeded by its own option, never by the run. */
  apply(
    train: LabelledImages,
    classes: number,
    options: Record<string, unknown>,
    /** Where files of labels are looked for; default `dataFolders()`. */
    folders?: readonly string[],
  ): LabelledImages;
}

/** One mini-batch: the same samples under every view. */
export interface Batch {
  /** Position in the training part, [N]. */
  indices: Int32Array;
  /** Labels as fed, [N]. */
  labels: Int32Array;
  /** Normalised float32 NHWC pixels per view. */
  views: Record<string, Float32Array>;
  size: number;
}
