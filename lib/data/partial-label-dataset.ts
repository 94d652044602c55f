import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, oneOf } from '../base';
import type { DatasetDefinition, FeatureSet } from './definition';
import { locate, notFound } from './locate';
import type { MatMatrix } from './mat';
import { readMat } from './mat';

const HOMEPAGE = 'https://palm.seu.edu.cn/zhangml/Resources.htm#partial_data';
const FILES = 'http://palm.seu.edu.cn/zhangml/files';
const SUBFOLDERS = ['partial-label'];

interface Settings {
  name: string;
  title: string;
  citation: string;
  /** Name of the official archive and of the MATLAB file inside, without the ending. */
  file: string;
  count: number;
  dimensions: number;
  classes: number;
}

/** Feature vectors whose labels are candidate sets, in a MATLAB file with `data`, `target` and `partial_target`. */
export function partialLabelDataset(settings: Settings): DatasetDefinition {
  const { name, title, citation, file, count, dimensions, classes } = settings;
  const find = (folders: readonly string[]): string | undefined =>
    locate(folders, SUBFOLDERS, `${file}.mat`) ??
    folders.map((folder) => join(folder, `${file}.mat`)).find((path) => existsSync(path));

  function loadFeatures(folders: readonly string[]): FeatureSet {
    const path = find(folders);
    if (!path) throw notFound(name, `partial-label/${file}.mat`, folders, true);
    const matrices = readMat(readFileSync(path), path);
    return {
      count,
      dimensions,
      features: features(matrixOf(matrices, 'data', count, dimensions, path), path),
      ...labels(
        matrixOf(matrices, 'target', classes, count, path),
        matrixOf(matrices, 'partial_target', classes, count, path),
        path,
      ),
      classNames: Array.from({ length: classes }, (_, label) => `class ${label}`),
    };
  }

  return {
    name,
    title,
    citation,
    licence: 'free for academic use, at your own risk; property of the authors cited',
    homepage: HOMEPAGE,
    classes,
    shape: { height: 0, width: 0, channels: 0 },
    published: { mean: [], std: [] },
    files: [{ name: `partial-label/${file}.rar`, url: `${FILES}/${file}.rar`, checksum: null }],
    byHand: `unpack partial-label/${file}.rar where it was downloaded (for instance with bsdtar -xf), so that ${file}.mat lies beside it`,
    present: (folders) => find(folders) !== undefined,
    load() {
      throw new InputError(
        `data set '${name}': holds feature vectors with candidate labels, no images; it cannot be the set of a run`,
      );
    },
    loadFeatures,
    verify: (folders) => void loadFeatures(folders),
  };
}

function matrixOf(
  matrices: Map<string, MatMatrix>,
  name: string,
  rows: number,
  columns: number,
  path: string,
): MatMatrix {
  const found = matrices.get(name);
  if (!found) {
    throw new InputError(
      `${path}: has no matrix '${name}', found ${oneOf([...matrices.keys()]) || 'nothing'}`,
    );
  }
  if (found.rows === rows && found.columns === columns) return found;
  throw new InputError(
    `${path}: '${name}' is ${found.rows}×${found.columns}, expected ${rows}×${columns}`,
  );
}

/** [D, N] column by column → [N, D]. */
function features({ rows, columns, values }: MatMatrix, path: string): Float32Array {
  const out = new Float32Array(rows * columns);
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      const value = values[column * rows + row];
      if (!Number.isFinite(value)) {
        throw new InputError(`${path}: feature ${column} of instance ${row} is ${value}, numbers are needed`);
      }
      out[row * columns + column] = value;
    }
  }
  return out;
}

/** Each column of a [C, N] matrix is one instance, so that values lie in the order of [N, C] already. */
function labels(
  target: MatMatrix,
  candidate: MatMatrix,
  path: string,
): Pick<FeatureSet, 'labels' | 'candidates'> {
  const { rows: classes, columns: count } = target;
  for (const [name, { values }] of [['target', target], ['partial_target', candidate]] as const) {
    const wrong = values.findIndex((value) => value !== 0 && value !== 1);
    if (wrong >= 0) {
      throw new InputError(
        `${path}: '${name}' has ${values[wrong]} for instance ${Math.floor(wrong / classes)}, allowed are 0 and 1`,
      );
    }
  }
  const candidates = Uint8Array.from(candidate.values);
  const labels = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const own = target.values.subarray(i * classes, (i + 1) * classes);
    const number = own.reduce((sum, value) => sum + value, 0);
    if (number !== 1) throw new InputError(`${path}: instance ${i} has ${number} true labels, expected 1`);
    labels[i] = own.indexOf(1);
    if (candidates[i * classes + labels[i]] !== 1) {
      throw new InputError(
        `${path}: the candidates of instance ${i} lack its true label ${labels[i]}`,
      );
    }
  }
  return { labels, candidates };
}
