import { RandomStream } from '../base';
import { checkSoftLabels } from '../theory/index';
import type { Benchmark } from './definition';
import { sample } from './definition';

const COUNT = 50_000;
const CLASSES = 100;

/** The biased-soft-label report at the size of CIFAR-100's training set. */
export const checkBenchmark: Benchmark = {
  name: 'check',
  what: `the report of 'kdlab check' on ${COUNT} × ${CLASSES} soft labels, without and with the bootstrap`,
  hasOpponent: false,

  run({ onLine, blocks }) {
    const { softLabels, labels } = randomSoftLabels();
    const lines = [0, 1000].map((resamples) => {
      const times = Array.from({ length: Math.min(blocks, resamples === 0 ? blocks : 3) }, () => {
        const start = performance.now();
        checkSoftLabels({ softLabels, labels, samples: COUNT, classes: CLASSES }, { resamples, seed: 1 });
        return performance.now() - start;
      });
      const line = { name: resamples === 0 ? 'report' : `report, ${resamples} resamples`, ...sample(times) };
      onLine(line);
      return line;
    });
    return Promise.resolve(lines);
  },
};

function randomSoftLabels() {
  const stream = new RandomStream(1, 'bench');
  const softLabels = new Float32Array(COUNT * CLASSES);
  const labels = new Int32Array(COUNT);
  for (let n = 0; n < COUNT; n++) {
    labels[n] = Math.floor(CLASSES * stream.uniform());
    let sum = 0;
    for (let j = 0; j < CLASSES; j++) {
      const value = Math.exp(2 * stream.normal() + (j === labels[n] ? 4 : 0));
      softLabels[n * CLASSES + j] = value;
      sum += value;
    }
    for (let j = 0; j < CLASSES; j++) softLabels[n * CLASSES + j] /= sum;
  }
  return { softLabels, labels };
}
