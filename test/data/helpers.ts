import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { DatasetDefinition, ImageSet, LabelledImages } from '../../lib/data/definition';

const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A temporary folder, removed after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kdlab-data-'));
  made.push(folder);
  return folder;
}

export function put(file: string, bytes: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

export function digest<K extends 'md5' | 'sha1' | 'sha256'>(kind: K, bytes: Uint8Array) {
  return { kind, value: createHash(kind).update(bytes).digest('hex') };
}

/** The idx layout, written independently of the reader. */
export function idxBytes(shape: number[], data: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(0x800 + shape.length);
  shape.forEach((side, axis) => header.writeUInt32BE(side, 4 + 4 * axis));
  return Buffer.concat([header, data]);
}

/** A data set held in memory: `classes`·`perClass` images a part, class c at positions c, c + classes, … */
export function memorySet(
  classes: number,
  perClass: number,
  size: { height: number; width: number; channels: number },
  coarse?: { names: string[]; of: (fine: number) => number },
): DatasetDefinition {
  const count = classes * perClass;
  const pixels = size.height * size.width * size.channels;
  const part = (salt: number): ImageSet => {
    const labels = Int32Array.from({ length: count }, (_, i) => i % classes);
    return {
      ...size,
      count,
      images: Uint8Array.from({ length: count * pixels }, (_, i) => (i * 37 + (i >> 8) * 11 + salt) % 256),
      labels,
      classNames: Array.from({ length: classes }, (_, i) => `class ${i}`),
      ...(coarse && { coarseLabels: labels.map(coarse.of), coarseClassNames: coarse.names }),
    };
  };
  return {
    name: 'in-memory',
    title: 'made by a test',
    licence: '',
    citation: '',
    homepage: '',
    classes,
    shape: size,
    files: [],
    published: { mean: new Array(size.channels).fill(0.5), std: new Array(size.channels).fill(0.25) },
    load: (split) => part(split === 'train' ? 0 : 101),
    present: () => true,
  };
}

/** A training part with given images; labels 0, 1, 2, … modulo `classes`. */
export function labelled(
  images: Uint8Array,
  size: { height: number; width: number; channels: number },
  classes = 2,
): LabelledImages {
  const count = images.length / (size.height * size.width * size.channels);
  const trueLabels = Int32Array.from({ length: count }, (_, i) => i % classes);
  return {
    images,
    count,
    ...size,
    labels: trueLabels.slice(),
    trueLabels,
    sourceIndex: Int32Array.from({ length: count }, (_, i) => i),
  };
}
