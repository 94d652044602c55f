import type { Measures } from '../base';
import { imagesUnderView } from '../data';
import type { LabelledImages } from '../data/definition';
import type { FrozenModel } from '../engine/definition';
import { calibrationBins, calibrationError, topK } from './evaluate';
import { predict } from './predict';
import type { Run } from './run';

/** Bins of the confidence histograms: (0, 0.05], … (0.95, 1]. */
const BINS = 20;

/**
 * Teacher and student on the test images as each view of training shows them, once, where some view has an augmentation
 * policy: of a run that trains under a strong view, how sure and how right both are under it, on images that neither has
 * learnt. For WHO `teacher` or `student` (the mean over several) and each view: `WHOTestTop1@VIEW` (%),
 * `WHOTestConfidence@VIEW` (mean largest probability, %), `WHOTestEce@VIEW` (in [0, 1], 10 bins),
 * `WHOTestConfidenceHistogram@VIEW` (%, 20 bins of equal width).
 */
export function viewMeasures({ spec, data, networks, teacher }: Run): Measures {
  const views = Object.entries(spec.data.views ?? {});
  if (views.every(([, { policy }]) => policy === undefined)) return {};
  const groups: [string, readonly FrozenModel[]][] = [['student', networks]];
  if (teacher) groups.unshift(['teacher', [teacher.model]]);
  return Object.fromEntries(
    views.flatMap(([name, view]) => {
      const images = imagesUnderView(data.test, { name, spec: view, seed: spec.seed });
      return groups.flatMap(([who, models]) => {
        const each = models.map((model) =>
          measuresUnder(images, predict(model, images, data).logits, data.classes),
        );
        return Object.entries(meanMeasures(each)).map(([what, values]) => [
          `${who}Test${what}@${name}`,
          values,
        ]);
      });
    }),
  ) as Measures;
}

function measuresUnder(
  { trueLabels, count }: LabelledImages,
  logits: Float32Array,
  classes: number,
): Measures {
  const bins = calibrationBins(logits, trueLabels, classes, BINS);
  const confidence = bins.reduce((sum, bin) => sum + bin.count * bin.confidence, 0) / count;
  return {
    Top1: [topK(logits, trueLabels, classes, 1)],
    Confidence: [100 * confidence],
    Ece: [calibrationError(logits, trueLabels, classes)],
    ConfidenceHistogram: bins.map((bin) => (100 * bin.count) / count),
  };
}

/** Entry by entry mean. */
function meanMeasures(all: readonly Measures[]): Measures {
  return Object.fromEntries(
    Object.entries(all[0]).map(([name, first]) => [
      name,
      first.map((_, i) => all.reduce((sum, one) => sum + one[name][i], 0) / all.length),
    ]),
  );
}
