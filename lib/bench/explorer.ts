import { folders } from '../base';
import { withBrowser } from '../figures/browser';
import { explorerDocument } from '../figures/explorer/document';
import { measuredPoints } from '../figures/explorer/points';
import { readRecords } from '../results';
import type { Benchmark, BenchmarkLine } from './definition';
import { sample } from './definition';

/** Places each slider is moved to, a frame apart. */
const MOVES = 40;
const FRAME_MILLISECONDS = 16;

/** One move of a slider in the packaged Chromium until everything is computed, drawn into the page and laid out. */
export const explorerBenchmark: Benchmark = {
  name: 'explorer',
  what: 'one move of a slider of the explorer, in the browser, over all sliders, for 10 and for 1000 classes',
  hasOpponent: false,

  async run({ onLine, onProgress }) {
    const page = explorerDocument(measuredPoints(readRecords(folders().records)));
    const lines: BenchmarkLine[] = [];
    for (const classes of [10, 1000]) {
      onProgress(`${classes} classes`);
      const times = await withBrowser(async (browser) => {
        const tab = await browser.newPage({ viewport: { width: 1100, height: 900 } });
        try {
          await tab.setContent(page);
          return await tab.evaluate(moveAll, { classes, moves: MOVES });
        } finally {
          await tab.close();
        }
      });
      const sorted = [...times].sort((a, b) => a - b);
      const line: BenchmarkLine = {
        name: `move, ${classes} classes`,
        ...sample(times),
        details: {
          moves: times.length,
          '95 % below (ms)': sorted[Math.floor(0.95 * sorted.length)],
          'largest (ms)': sorted[sorted.length - 1],
          'within a frame (%)':
            (100 * sorted.filter((time) => time <= FRAME_MILLISECONDS).length) / sorted.length,
        },
      };
      onLine(line);
      lines.push(line);
    }
    return lines;
  },
};

/** Runs in the page: moves every slider through its range and times each move with the layout it asks for. */
async function moveAll({ classes, moves }: { classes: number; moves: number }): Promise<number[]> {
  const sliders = [...document.querySelectorAll<HTMLInputElement>('[data-slider]')];
  const move = (slider: HTMLInputElement, place: number): number => {
    slider.value = String(place);
    const start = performance.now();
    slider.dispatchEvent(new Event('input'));
    void document.body.offsetHeight;
    return performance.now() - start;
  };
  const ofClasses = sliders.find((slider) => slider.dataset.slider === 'classes')!;
  if (classes > 10) move(ofClasses, Number(ofClasses.max));
  const times: number[] = [];
  for (const slider of sliders) {
    const before = Number(slider.value);
    for (let i = 0; i < moves; i++) {
      times.push(move(slider, Math.round((Number(slider.max) * i) / (moves - 1))));
      await new Promise((next) => requestAnimationFrame(next));
    }
    move(slider, before);
  }
  return times;
}
