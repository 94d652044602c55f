import { constants } from 'node:buffer';
import { InputError, RandomStream, oneOf, shown } from '../base';
import type { DataSpec } from '../base';
import { areaAverage } from './area-average';
import type { ImageSet, LabelledImages } from './definition';

/** The label kind and classes a specification asks for, checked against the set. */
export interface ClassChoice {
  kind: 'fine' | 'coarse';
  /** The set's own class indices, in the order of the new labels 0 … C−1. */
  classes: number[];
  classNames: string[];
}

export function chooseClasses(spec: DataSpec, set: ImageSet): ClassChoice {
  const kind = spec.labels ?? 'fine';
  if (kind !== 'fine' && kind !== 'coarse') {
    throw new InputError(`data.labels: found ${shown(kind)}, allowed are ${oneOf(['fine', 'coarse'])}`);
  }
  const names = kind === 'coarse' ? set.coarseClassNames : set.classNames;
  if (!names || (kind === 'coarse' && !set.coarseLabels)) {
    throw new InputError(`data.labels: data set '${spec.set}' has no coarse labels, allowed is 'fine'`);
  }
  const classes = spec.classes ?? names.map((_, i) => i);
  classes.forEach((index, i) => {
    if (!Number.isInteger(index) || index < 0 || index >= names.length) {
      throw new InputError(`data.classes[${i}]: found ${shown(index)}, allowed are 0 to ${names.length - 1}`);
    }
    if (classes.indexOf(index) !== i)
      throw new InputError(`data.classes[${i}]: class ${index} is listed twice`);
  });
  if (classes.length < 2)
    throw new InputError(`data.classes: found ${classes.length} class, at least 2 are needed`);
  return { kind, classes, classNames: classes.map((index) => names[index]) };
}

/** Positions of each chosen class, ascending. */
export function positionsByClass(set: ImageSet, { kind, classes }: ClassChoice): Int32Array[] {
  const labels = kind === 'coarse' ? set.coarseLabels! : set.labels;
  const lists = new Map<number, number[]>(classes.map((index) => [index, []]));
  labels.forEach((label, i) => lists.get(label)?.push(i));
  return classes.map((index) => Int32Array.from(lists.get(index)!));
}

/**
 * Seeded class-balanced split. Each class is permuted by a stream of its own, so that it depends on the seed and the
 * class alone; training images come from the front of the permutation (so smaller subsets lie inside larger ones),
 * validation images from its end (so they stay the same whatever `trainPerClass` is). Both in ascending order.
 */
export function splitTrain(
  positions: readonly Int32Array[],
  choice: ClassChoice,
  seed: number,
  trainPerClass: number | undefined,
  validationPerClass: number,
): { train: Int32Array; validation: Int32Array } {
  const train: number[] = [];
  const validation: number[] = [];
  positions.forEach((own, label) => {
    const available = own.length - validationPerClass;
    const wanted = trainPerClass ?? available;
    if (wanted < 1 || wanted > available) {
      throw new InputError(
        `data.trainPerClass: found ${trainPerClass ?? 'nothing'} with validationPerClass ${validationPerClass}, ` +
          `but class '${choice.classNames[label]}' has ${own.length} training images in all`,
      );
    }
    const order = new RandomStream(seed, 'subset', choice.kind, choice.classes[label]).permutation(
      own.length,
    );
    for (let i = 0; i < wanted; i++) train.push(own[order[i]]);
    for (let i = available; i < own.length; i++) validation.push(own[order[i]]);
  });
  return { train: Int32Array.from(train).sort(), validation: Int32Array.from(validation).sort() };
}

/** The first n test images of each class, in the set's order. */
export function firstOfEach(
  positions: readonly Int32Array[],
  choice: ClassChoice,
  perClass: number | undefined,
): Int32Array {
  positions.forEach((own, label) => {
    if (perClass !== undefined && (perClass < 1 || perClass > own.length)) {
      throw new InputError(
        `data.testPerClass: found ${perClass}, but class '${choice.classNames[label]}' has ${own.length} test images`,
      );
    }
  });
  return Int32Array.from(positions.flatMap((own) => [...own.subarray(0, perClass)])).sort();
}

/** Of one array of bytes, in this Node.js. */
const { MAX_LENGTH } = constants;

/** Copies the images at `positions`, relabelled and reduced to `resolution` where given. */
export function gather(
  set: ImageSet,
  positions: Int32Array,
  choice: ClassChoice,
  resolution?: number,
): LabelledImages {
  const { height, width, channels } = set;
  const pixels = height * width * channels;
  const count = positions.length;
  if (count * pixels > MAX_LENGTH) {
    throw new InputError(
      `data.set: ${count} images of ${height}×${width} take ${(count * pixels / 2 ** 30).toFixed(1)} GiB, allowed are ` +
        `${(MAX_LENGTH / 2 ** 30).toFixed(1)} GiB in memory; choose data.classes, data.trainPerClass and data.testPerClass`,
    );
  }
  const images = new Uint8Array(count * pixels); // [N, H, W, C]
  const source = choice.kind === 'coarse' ? set.coarseLabels! : set.labels;
  const relabelled = new Map(choice.classes.map((index, label) => [index, label]));
  const trueLabels = new Int32Array(count);
  positions.forEach((position, i) => {
    const image = set.read?.(position) ?? set.images.subarray(position * pixels, (position + 1) * pixels);
    images.set(image, i * pixels);
    trueLabels[i] = relabelled.get(source[position])!;
  });
  const part = { count, channels, labels: trueLabels.slice(), trueLabels, sourceIndex: positions };
  if (resolution === undefined || (resolution === height && resolution === width)) {
    return { images, height, width, ...part };
  }
  const reduced = areaAverage(images, { count, height, width, channels }, resolution);
  return { images: reduced, height: resolution, width: resolution, ...part };
}
