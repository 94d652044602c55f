import {
  conditionRegion,
  confidenceHistogram,
  confusionMatrix,
  learningCurves,
  meanSoftLabel,
  methodComparison,
  reliabilityDiagram,
  riskCoverage,
  softLabelBars,
  valueMap,
  type NamedFigure,
  type PixelImage,
} from '../../lib/figures';

/** Made-up numbers of a realistic shape: for tests of drawing, never a result. */
export const CLASSES = [
  'T-shirt/top',
  'trouser',
  'pullover',
  'dress',
  'coat',
  'sandal',
  'shirt',
  'sneaker',
  'bag',
  'ankle boot',
];

/** Repeatable numbers in [0, 1) that look irregular. */
export const wobble = (n: number): number => Math.abs(Math.sin(n * 12.9898) * 43758.5453) % 1;

export function drawnImage(kind: number): PixelImage {
  const pixels = new Uint8Array(28 * 28);
  for (let y = 0; y < 28; y++) {
    for (let x = 0; x < 28; x++) {
      const inside = kind % 2 === 0 ? Math.hypot(x - 14, y - 14) < 9 : Math.abs(x - 14) < y / 3;
      pixels[y * 28 + x] = inside ? 120 + Math.floor(120 * wobble(x + 28 * y)) : 0;
    }
  }
  return { pixels, width: 28, height: 28, channels: 1 };
}

export function softmax(logits: number[], temperature = 1): number[] {
  const top = Math.max(...logits);
  const raised = logits.map((value) => Math.exp((value - top) / temperature));
  const sum = raised.reduce((a, b) => a + b, 0);
  return raised.map((value) => value / sum);
}

const epochs = Array.from({ length: 15 }, (_, index) => index + 1);
const curve = (top: number, speed: number, seed: number): number[] =>
  epochs.map((epoch) => top * (1 - Math.exp(-epoch / speed)) + 5 * wobble(epoch + 31 * seed));

const noisy = CLASSES.map((_, i) => CLASSES.map((_, j) => Math.floor(6 * wobble(i * 10 + j) ** 6)));
const counts = noisy.map((row, i) => row.map((n, j) => (i === j ? 80 : i % 3 === 0 && j === 6 ? 9 : n)));

const examples = [2, 6, 9].map((label, index) => {
  const logits = CLASSES.map((_, j) => (j === label ? 11 : 5 * wobble(j + 10 * index)));
  return {
    image: drawnImage(index),
    label,
    probabilities: softmax(logits),
    softened: softmax(logits, 4),
  };
});

const coverage = Array.from({ length: 100 }, (_, index) => (index + 1) / 100);

/** One of each kind, by file name. */
export const SAMPLES: NamedFigure[] = [
  {
    name: 'learning-curves',
    figure: learningCurves(
      [
        { name: 'student alone', epochs, seeds: [1, 2, 3].map((seed) => curve(80, 3, seed)) },
        { name: 'label smoothing', epochs, seeds: [4, 5, 6].map((seed) => curve(80.6, 3.4, seed)) },
        { name: 'distilled, T = 4', epochs, seeds: [7, 8, 9].map((seed) => curve(84, 2.4, seed)) },
        { name: 'teacher', epochs, seeds: [curve(88, 2, 10)] },
      ],
      { title: 'Test accuracy over training', quantity: 'test accuracy (%)' },
    ),
  },
  {
    name: 'method-comparison',
    figure: methodComparison(
      [
        {
          name: 'student alone',
          values: [80.1, 80.9, 79.8],
          interval: { mean: 80.27, low: 78.85, high: 81.68 },
        },
        {
          name: 'label smoothing',
          values: [80.6, 81.1, 80.0],
          interval: { mean: 80.57, low: 79.2, high: 81.94 },
        },
        { name: 'distilled', values: [83.2, 83.9, 82.8], interval: { mean: 83.3, low: 81.92, high: 84.68 } },
        { name: 'decoupled', values: [null, 83.1, 83.4] },
      ],
      {
        title: 'Four ways to train the same student',
        quantity: 'test accuracy (%)',
        intervalName: '95 % t interval of the mean',
        reference: { value: 88.2, name: 'teacher' },
      },
    ),
  },
  {
    name: 'reliability-diagram',
    figure: reliabilityDiagram(
      Array.from({ length: 10 }, (_, index) => ({
        low: index / 10,
        high: (index + 1) / 10,
        count: index < 2 ? 0 : 20 * (index + 1) ** 2,
        confidence: index / 10 + 0.06,
        accuracy: 0.82 * (index / 10) + 0.05,
      })),
      { title: 'Calibration of the student alone', ece: 0.0873 },
    ),
  },
  {
    name: 'soft-label-bars',
    figure: softLabelBars(examples, {
      title: 'What the teacher sees in three images',
      classes: CLASSES,
      temperature: 4,
    }),
  },
  {
    name: 'condition-region',
    figure: conditionRegion(
      [
        { group: 'teacher', name: 'seed 1', unreliability: 0.021, ambiguity: 0.43, accuracy: 83.2 },
        { group: 'teacher', name: 'seed 2', unreliability: 0.024, ambiguity: 0.44, accuracy: 83.9 },
        {
          group: 'label smoothing',
          name: 'seed 1',
          unreliability: 0.3,
          ambiguity: 0.36,
          accuracy: 80.1,
          interval: { unreliability: [0.27, 0.34], ambiguity: [0.34, 0.4] },
        },
        { group: 'biased teacher', name: 'bad', unreliability: 0.55, ambiguity: 0.52, accuracy: 41 },
      ],
      { title: 'Where the soft labels lie (k = 4)', floor: { k: 4, classes: 10 } },
    ),
  },
  {
    name: 'risk-coverage',
    figure: riskCoverage(
      [
        { name: 'student alone', coverage, risk: coverage.map((c) => 0.2 * c ** 2.2), aurc: 62.5 },
        { name: 'distilled', coverage, risk: coverage.map((c) => 0.165 * c ** 2.6), aurc: 45.8 },
      ],
      { title: 'How many errors remain among confident answers' },
    ),
  },
  {
    name: 'confusion-matrix',
    figure: confusionMatrix(counts, { title: 'Confusion matrix of the student', classes: CLASSES }),
  },
  {
    name: 'mean-soft-label',
    figure: meanSoftLabel(
      CLASSES.map((_, i) => softmax(CLASSES.map((_, j) => (i === j ? 4 : 2.5 * wobble(i * 10 + j))))),
      { title: 'Mean soft label per class at T = 4', classes: CLASSES },
    ),
  },
  {
    name: 'confidence-histogram',
    figure: confidenceHistogram(
      [
        {
          name: 'weak view',
          shares: Array.from({ length: 20 }, (_, bin) => (bin === 19 ? 60 : (40 * bin) / 171)),
          threshold: 0.9,
        },
        { name: 'strong view', shares: Array.from({ length: 20 }, () => 5), threshold: 0.2 },
      ],
      { title: 'How sure a teacher is', images: 'training images' },
    ),
  },
  {
    name: 'value-map',
    figure: valueMap(
      [
        [60, 61.5, null],
        [62, 63.25, 59],
      ],
      {
        title: 'Accuracy over two thresholds',
        quantity: 'test accuracy (%)',
        rows: { title: 'weak threshold', names: ['0.5', '0.9'] },
        columns: { title: 'strong threshold', names: ['0', '0.2', '0.9'] },
      },
    ),
  },
];
