import { InputError, dataFolders } from '../base';
import { datasetByName } from '../data';
import type { Normalisation } from '../data';
import type { ImageSet } from '../data/definition';
import { evaluateLogits, frozenWeights, predict } from '../training';
import { readBytes } from '../formats';
import { compareWithPublished } from './known-teachers';
import type { Comparison } from './known-teachers';

export interface TeacherReport extends Comparison {
  file: string;
  model: string;
  data: string;
  /** Test images. */
  images: number;
  /** In %. */
  top1: number;
  top5: number;
  normalisation: Normalisation & { from: 'file' | 'published' };
}

/**
 * Measures a weights file's accuracy on a data set's whole test part and sets it beside the published value. Images are
 * normalised as the file says (ours do), else with the set's usual constants, which the released CIFAR networks expect.
 */
export function verifyTeacher(file: string, model: string, data: string): TeacherReport {
  const dataset = datasetByName(data);
  const { height: side, width, channels } = dataset.shape;
  if (dataset.loadFeatures || side === 0)
    throw new InputError(`--data '${data}': found a set without images, allowed is an image set`);
  if (side !== width)
    throw new InputError(`--data '${data}': found images of ${side}×${width}, allowed are square ones`);
  const shape = { classes: dataset.classes, side, channels };
  const weights = frozenWeights(
    model,
    shape,
    readBytes(file, 'a weights file (.safetensors, .pth or .pt)'),
    file,
  );
  try {
    const test = dataset.load('test', dataFolders());
    const normalisation = weights.normalisation ?? dataset.published;
    const { logits } = predict(weights.model, asLabelled(test), normalisation);
    if (!logits.every(Number.isFinite)) {
      throw new InputError(
        `${file}: found logits that are not finite, allowed are weights that give finite ones`,
      );
    }
    const { top1, top5 } = evaluateLogits(logits, test.labels, dataset.classes);
    return {
      file,
      model,
      data,
      images: test.count,
      top1,
      top5,
      ...compareWithPublished(model, data, top1),
      normalisation: { ...normalisation, from: weights.normalisation ? 'file' : 'published' },
    };
  } finally {
    weights.model.dispose();
  }
}

function asLabelled(set: ImageSet) {
  return { ...set, trueLabels: set.labels, sourceIndex: Int32Array.from({ length: set.count }, (_, i) => i) };
}

/** The verdict in words. */
export function describeTeacher(report: TeacherReport): string {
  const { model, data, images, top1, top5, published, difference, verdict, normalisation } = report;
  const how = normalisation.from === 'file' ? 'as the file says' : "with the set's usual constants";
  const measured = `${model} on ${data}: top-1 ${top1.toFixed(2)} %, top-5 ${top5.toFixed(2)} % of ${images} test images (normalised ${how})`;
  if (!published) return `${measured}\nno accuracy of this model on this set is published`;
  const name = `the published ${published.top1.toFixed(2)} % (${published.source}, ${published.role})`;
  if (verdict === 'equal') return `${measured}\nequal to ${name}`;
  const points = Math.abs(difference!).toFixed(2);
  return `${measured}\n${points} points ${verdict} than ${name}`;
}
