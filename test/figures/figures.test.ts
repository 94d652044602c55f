import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base/errors';
import {
  conditionRegion,
  confusionMatrix,
  learningCurves,
  meanSoftLabel,
  methodComparison,
  reliabilityDiagram,
  riskCoverage,
  softLabelBars,
} from '../../lib/figures';
import { theorem1, theorem2 } from '../../lib/theory/conditions';
import { CLASSES, drawnImage, SAMPLES } from './samples';

describe('every figure', () => {
  it.each(SAMPLES)('$name is plain JSON with words and a size', ({ figure }) => {
    expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
    expect(figure.layout.meta.alt.length).toBeGreaterThan(60);
    expect(figure.layout.meta.alt).not.toMatch(/NaN|undefined|Infinity/);
    expect(figure.layout.width).toBeGreaterThan(300);
    expect(figure.layout.paper_bgcolor).toBe('#FFFFFF');
  });
});

describe('learningCurves', () => {
  const options = { title: 'Curves', quantity: 'accuracy (%)' };

  it('draws the mean and a band from the smallest to the largest seed', () => {
    const groups = [{ name: 'kd', epochs: [1, 2], seeds: [[10, 20], [14, 30], [12, null]] }];
    const [band, line] = learningCurves(groups, options).data;
    expect(band).toMatchObject({ x: [1, 2, 2, 1], y: [14, 30, 20, 10], fill: 'toself' });
    expect(line).toMatchObject({ x: [1, 2], y: [12, 25] });
  });

  it('draws one seed without a band and leaves out epochs without values', () => {
    const figure = learningCurves([{ name: 'ce', epochs: [1, 2, 3], seeds: [[5, null, 7]] }], options);
    expect(figure.data).toHaveLength(1);
    expect(figure.data[0]).toMatchObject({ x: [1, 3], y: [5, 7] });
    expect(figure.layout.meta.alt).toContain('ce ends at 7 (1 seed)');
  });

  it('escapes names that look like markup', () => {
    const [line] = learningCurves([{ name: '<b>a</b>', epochs: [1], seeds: [[1]] }], options).data;
    expect(line.name).toBe('&lt;b&gt;a&lt;/b&gt;');
  });
});

describe('methodComparison', () => {
  const figure = methodComparison(
    [
      { name: 'ce', values: [70, 72, null] },
      { name: 'kd', values: [74, 73, 75], interval: { mean: 74, low: 72, high: 77 } },
      { name: 'dkd', values: [] },
    ],
    { title: 'Methods', quantity: 'top-1 (%)', reference: { value: 80, name: 'teacher' } },
  );

  it('joins equal seeds and breaks the line where one is missing', () => {
    const lines = figure.data.filter((trace) => trace.mode === 'lines');
    expect(lines.map((line) => line.y)).toEqual([
      [70, 74, null],
      [72, 73, null],
      [null, 75, null],
    ]);
  });

  it('shows mean and interval as given', () => {
    const mark = figure.data.find((trace) => trace.error_y);
    expect(mark).toMatchObject({ y: [74], error_y: { array: [3], arrayminus: [2] } });
  });

  it('says in words what was measured and what was not', () => {
    expect(figure.layout.meta.alt).toContain('ce: mean 71 over 2 seeds');
    expect(figure.layout.meta.alt).toContain('kd: mean 74 over 3 seeds, interval 72 to 77');
    expect(figure.layout.meta.alt).toContain('dkd: not run');
    expect(figure.layout.meta.alt).toContain('Reference: teacher: 80');
  });
});

describe('reliabilityDiagram', () => {
  it('draws accuracy, the gap from the lower to the higher value, and shares of 100 %', () => {
    const bins = [
      { low: 0, high: 0.5, count: 0, confidence: NaN, accuracy: NaN },
      { low: 0.5, high: 0.75, count: 30, confidence: 0.6, accuracy: 0.7 },
      { low: 0.75, high: 1, count: 10, confidence: 0.9, accuracy: 0.65 },
    ];
    const [accuracy, gap, , share] = reliabilityDiagram(bins, { title: 'Calibration', ece: 0.1375 }).data;
    expect(accuracy).toMatchObject({ x: [0.625, 0.875], y: [0.7, 0.65] });
    expect(gap.base).toEqual([0.6, 0.65]);
    expect((gap.y as number[])[0]).toBeCloseTo(0.1);
    expect((gap.y as number[])[1]).toBeCloseTo(0.25);
    expect(share.y).toEqual([75, 25]);
  });
});

describe('conditionRegion', () => {
  it('draws edges on which the conditions just fail and below which they hold', () => {
    const [second, first] = conditionRegion([], { title: 'Plane' }).data;
    const edge = (trace: typeof first): [number, number][] =>
      (trace.x as number[]).map((eta, index) => [eta, (trace.y as number[])[index]]);
    for (const [eta, gamma] of edge(first)) {
      expect(theorem1(eta, gamma).holds).toBe(false);
      expect(theorem1(eta, gamma - 1e-9).holds).toBe(true);
    }
    for (const [eta, gamma] of edge(second)) {
      expect(theorem2(eta, gamma).holds).toBe(false);
      expect(theorem2(eta, gamma - 1e-9).holds).toBe(true);
    }
    expect(edge(first).at(-1)).toEqual([0.5, 0]);
    expect(edge(second).at(-1)).toEqual([1, 0]);
  });

  it('counts the points that fulfil each condition', () => {
    const points = [
      [0.1, 0.2],
      [0.45, 0.4],
      [0.6, 0.5],
    ].map(([unreliability, ambiguity]) => ({ group: 'teacher', name: 'run', unreliability, ambiguity }));
    const { alt } = conditionRegion(points, { title: 'Plane' }).layout.meta;
    expect(alt).toContain('1 of 3 points fulfil Theorem 1, 2 fulfil Theorem 2');
  });
});

describe('riskCoverage', () => {
  it('turns shares into per cent and names the area', () => {
    const curve = { name: 'kd', coverage: [0.5, 1], risk: [0.1, 0.25], aurc: 62.55 };
    const figure = riskCoverage([curve], { title: 'Risk' });
    expect(figure.data[0]).toMatchObject({ x: [50, 100], y: [10, 25], name: 'kd (62.5)' });
    expect(figure.layout.meta.alt).toContain('25 % wrong at full coverage, AURC 62.55');
  });
});

describe('heat maps', () => {
  const options = { title: 'Map', classes: ['cat', 'dog'] };

  it('shows each row of a confusion matrix as shares of the true class', () => {
    const figure = confusionMatrix(
      [
        [3, 1],
        [0, 0],
      ],
      options,
    );
    expect(figure.data[0].z).toEqual([
      [0.75, 0.25],
      [0, 0],
    ]);
    expect(figure.layout.meta.alt).toContain('Largest off the diagonal: cat as dog, 0.25');
  });

  it('refuses a matrix that does not fit the classes', () => {
    expect(() => meanSoftLabel([[1]], options)).toThrow(InputError);
    expect(() => meanSoftLabel([[1]], options)).toThrow("heat map 'Map': found 1×1 values, expected 2×2 (classes)");
  });
});

describe('softLabelBars', () => {
  it('pairs each image with its two distributions and marks the true class', () => {
    const probabilities = CLASSES.map((_, index) => (index === 3 ? 0.91 : 0.01));
    const softened = CLASSES.map((_, index) => (index === 3 ? 0.55 : 0.05));
    const example = { image: drawnImage(0), label: 3, probabilities, softened };
    const figure = softLabelBars([example], { title: 'Dark', classes: CLASSES, temperature: 4 });
    expect(figure.data.map((trace) => trace.y)).toEqual([probabilities, softened]);
    expect((figure.data[0].text as string[]).indexOf('true')).toBe(3);
    expect(figure.layout.images).toMatchObject([{ source: expect.stringMatching(/^data:image\/png;base64,/) }]);
    expect(figure.layout.meta.alt).toContain('A dress: dress 0.91 (0.55 at 4), then T-shirt/top 0.01');
  });

  it('refuses a distribution of another length', () => {
    const example = { image: drawnImage(0), label: 0, probabilities: [1], softened: [1] };
    expect(() => softLabelBars([example], { title: 'x', classes: CLASSES, temperature: 4 })).toThrow(InputError);
  });
});
