import { RandomStream } from '../base';
import { BatchLoader } from '../data/batches';
import type { LabelledImages } from '../data/definition';
import type { Benchmark } from './definition';
import { sample } from './definition';

const COUNT = 6400;
const AUGMENTED = { crop: 4, flip: true };

/** Order, cut, flip and normalisation of a batch of 64 at 32×32: what the loader does between two steps. */
export const viewsBenchmark: Benchmark = {
  name: 'views',
  what: 'one and two augmented views (crop 4, flip) of a batch of 64 at 32×32',
  hasOpponent: false,

  run({ onLine, blocks }) {
    const train = randomImages();
    const lines = [1, 2].map((count) => {
      const names = ['first', 'second'].slice(0, count);
      const loader = new BatchLoader(
        { train, mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] },
        { seed: 1, batchSize: 64, views: Object.fromEntries(names.map((name) => [name, AUGMENTED])) },
      );
      const times: number[] = [];
      for (let epoch = 0; epoch < blocks; epoch++) {
        let start = performance.now();
        for (const batch of loader.epoch(epoch)) {
          if (batch.size !== 64) continue;
          times.push(performance.now() - start);
          start = performance.now();
        }
      }
      const line = { name: count === 1 ? 'one view' : 'two views', ...sample(times) };
      onLine(line);
      return line;
    });
    return Promise.resolve(lines);
  },
};

function randomImages(): LabelledImages {
  const stream = new RandomStream(1, 'bench');
  const images = Uint8Array.from({ length: COUNT * 32 * 32 * 3 }, () => Math.floor(256 * stream.uniform()));
  const labels = Int32Array.from({ length: COUNT }, (_, i) => i % 100);
  return {
    ...{ images, count: COUNT, height: 32, width: 32, channels: 3 },
    ...{ labels, trueLabels: labels, sourceIndex: Int32Array.from({ length: COUNT }, (_, i) => i) },
  };
}
