import { InputError, counted, shown } from '../base';
import type { FileTree } from './file-tree';

/** The images of one part. */
export interface Listing {
  paths: string[];
  /** Class of each image. */
  labels: number[];
}

const lines = (bytes: Uint8Array): string[] =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');

/** The WordNet ids of the classes in alphabetical order, as many as expected. */
export function readWnids(tree: FileTree, classes: number): string[] {
  const wnids = lines(tree.read('wnids.txt')).map((line) => line.trim());
  const wrong = wnids.find((wnid) => !/^n\d{8}$/.test(wnid));
  if (wrong !== undefined) {
    throw new InputError(
      `${tree.source}: wnids.txt has ${shown(wrong)}, WordNet ids such as 'n01443537' are needed`,
    );
  }
  if (new Set(wnids).size !== classes || wnids.length !== classes) {
    throw new InputError(
      `${tree.source}: wnids.txt has ${new Set(wnids).size} different ids in ${wnids.length} lines, expected ${classes}`,
    );
  }
  return wnids.sort();
}

/** What `words.txt` calls each class. */
export function readWords(tree: FileTree, wnids: readonly string[]): string[] {
  const words = new Map(lines(tree.read('words.txt')).map((line) => line.split('\t') as [string, string]));
  return wnids.map((wnid) => {
    const text = words.get(wnid);
    if (text) return text.trim();
    throw new InputError(`${tree.source}: words.txt has no line for ${wnid}`);
  });
}

/** Training images by class, then by name. */
export function listTrain(tree: FileTree, wnids: readonly string[]): Listing {
  const classOf = new Map(wnids.map((wnid, label) => [wnid, label]));
  const found = tree.list('train').flatMap((path) => {
    const parts = /^train\/([^/]+)\/images\/[^/]+\.JPEG$/.exec(path);
    if (!parts) return [];
    const label = classOf.get(parts[1]);
    if (label === undefined) {
      throw new InputError(`${tree.source}: ${path} belongs to ${parts[1]}, which wnids.txt does not list`);
    }
    return [{ path, label }];
  });
  // Plain comparison of code units, as Python sorts: locales put _10 and _2 elsewhere.
  found.sort((a, b) => a.label - b.label || (a.path < b.path ? -1 : 1));
  return { paths: found.map(({ path }) => path), labels: found.map(({ label }) => label) };
}

/** Validation images in the order of `val_annotations.txt`. */
export function listVal(tree: FileTree, wnids: readonly string[]): Listing {
  const classOf = new Map(wnids.map((wnid, label) => [wnid, label]));
  const file = 'val/val_annotations.txt';
  const seen = new Set<string>();
  const labels: number[] = [];
  for (const [i, line] of lines(tree.read(file)).entries()) {
    const [image, wnid] = line.split('\t');
    const label = classOf.get(wnid);
    if (label === undefined) {
      throw new InputError(
        `${tree.source}: ${file} line ${i + 1} has class ${shown(wnid ?? '')}, which wnids.txt does not list`,
      );
    }
    if (seen.has(`val/images/${image}`)) {
      throw new InputError(`${tree.source}: ${file} line ${i + 1} lists ${image} a second time`);
    }
    seen.add(`val/images/${image}`);
    labels.push(label);
  }
  return { paths: [...seen], labels };
}

/** Every class has the same number of images. */
export function checkCounts(labels: readonly number[], wnids: readonly string[], each: number, where: string): void {
  const counts = new Int32Array(wnids.length);
  for (const label of labels) counts[label]++;
  const wrong = counts.findIndex((count) => count !== each);
  if (wrong < 0) return;
  throw new InputError(`${where} has ${counted(counts[wrong], 'image')} of class ${wnids[wrong]}, expected ${each}`);
}
