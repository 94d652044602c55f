import type { Measures } from '../base';
import { imagesUnderView } from '../data';
import type { FrozenModel } from '../engine/definition';
import { calibrationBins, calibrationError, topK } from './evaluate';
import { predict } from './predict';
import type { Run } from './run';

/** Bins of the confidence histograms: (0, 0.05], … (0.95, 1]. */
const BINS = 20;

/**
 * Teacher and student on the test images as each view of training shows them, once, where some view has an augmentation
 * policy: of a run that trains under a strong view, how sure and how right both are under it, on images that neither has
 * learnt. For WHO `teacher` or `student` and each view: `WHOTestTop1@VIEW` (%), `WHOTestConfidence@VIEW` (mean largest
 * probability, %), `WHOTestEce@VIEW` (in [0, 1], 10 bins), `WHOTestConfidenceHistogram@VIEW` (%, 20 bins of equal width).
 */
export function viewMeasures({ spec, data, networks, teacher }: Run): Measures {
  const views = Object.entries(spec.data.views ?? {});
  if (views.every(([, { policy }]) => policy === undefined)) return {};
  const models: [string, FrozenModel][] = [['student', networks[0]]];
  if (teacher) models.unshift(['teacher', teacher.model]);
  const { test, classes } = data;
  return Object.fromEntries(
    views.flatMap(([name, view]) => {
      const images = imagesUnderView(test, { name, spec: view, seed: spec.seed });
      return models.flatMap(([who, model]): [string, number[]][] => {
        const { logits } = predict(model, images, data);
        const bins = calibrationBins(logits, test.trueLabels, classes, BINS);
        const confidence = bins.reduce((sum, bin) => sum + bin.count * bin.confidence, 0) / test.count;
        return [
          [`${who}TestTop1@${name}`, [topK(logits, test.trueLabels, classes, 1)]],
          [`${who}TestConfidence@${name}`, [100 * confidence]],
          [`${who}TestEce@${name}`, [calibrationError(logits, test.trueLabels, classes)]],
          [`${who}TestConfidenceHistogram@${name}`, bins.map(({ count }) => (100 * count) / test.count)],
        ];
      });
    }),
  );
}
