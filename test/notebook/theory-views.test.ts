import { describe, expect, it } from 'vitest';
import {
  biasLines,
  indicatorLines,
  lastStepFigure,
  lastStepSlack,
  lemma2Lines,
  noiseMarginLines,
  sampleSizeLines,
  selfTrainingLines,
} from '../../lib/notebook/theory-figures';
import { orderStatisticRows, table1Points, table2Bias } from '../../lib/notebook/theory-published';
import { indicatorCurves, repairedSampleComplexity, theorem1, votingAccuracy } from '../../lib/theory/index';

const TASK = { dimension: 10, classes: 10, error: 0.1, failure: 0.05 };
const line = (figure: ReturnType<typeof lemma2Lines>, name: string) =>
  figure.data.find((trace) => trace.name === name)! as unknown as { x: number[]; y: (number | null)[] };

describe('figures of the theory', () => {
  const labels = Int32Array.from({ length: 60 }, (_, n) => n % 4);
  const rows = Float64Array.from({ length: 240 }, (_, i) => ((i * 7) % 11) + 1);
  const rho = (eta: number, gamma: number) => 0.1 + 0.9 * votingAccuracy(eta, gamma, 10, 9);

  it.each([
    ['indicators', indicatorLines(indicatorCurves(rows, labels, 60, 4), 'Indicators')],
    ['sample sizes', sampleSizeLines(TASK, [0.1, 0.3])],
    ['Lemma 2', lemma2Lines(0.1, 0.1, TASK)],
    ['self-training', selfTrainingLines(rho, { classes: 10, k: 4 }, 0.72)],
    ['noise', noiseMarginLines([10, 100], 4)],
    ['bias', biasLines(1)],
    ['the last step', lastStepFigure(lastStepSlack(1, 20))],
    ['Table 2', table2Bias()],
  ])('%s: plain JSON with words', (_what, figure) => {
    expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
    expect(figure.layout.meta.alt).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('sample sizes: the repaired bound everywhere below 1 − γ, the printed one only for bad labels', () => {
    const figure = sampleSizeLines(TASK, [0.1]);
    const repaired = line(figure, 'repaired, γ 0.1');
    const at = repaired.x.indexOf(0.3);
    expect(repaired.y[at]).toBe(repairedSampleComplexity(0.3, 0.1, TASK).samples);
    expect(repaired.y[repaired.x.indexOf(0.95)]).toBeNull();
    expect(line(figure, 'printed, γ 0.1').y[at]).toBeNull();
  });

  it('Lemma 2: the last line of the proof rises where the lemma falls', () => {
    const figure = lemma2Lines(0.1, 0.1, TASK);
    const slope = (name: string) => line(figure, name).y.at(-1)! - line(figure, name).y.at(-2)!;
    expect(slope('as stated')).toBeLessThan(0);
    expect(slope('last line of the proof')).toBeGreaterThan(0);
    expect(slope('what the proof gives')).toBeLessThan(slope('as stated'));
  });

  it('the repaired sample size keeps the bound below δ', () => {
    for (const { slack } of lastStepSlack(2, 500)) expect(slack).toBeLessThanOrEqual(0);
  });
});

describe('published values of the paper', () => {
  it("has Table 1's 18 cells, of which those with η = ½ violate Theorem 1", () => {
    const points = table1Points();
    expect(points).toHaveLength(18);
    const outside = points.filter((one) => !theorem1(one.unreliability, one.ambiguity).holds);
    for (const one of outside) expect(one.unreliability).toBe(0.5);
    expect(outside).toHaveLength(6);
  });

  it('compares every Monte-Carlo value with the integral', () => {
    const found = orderStatisticRows();
    expect(found).toHaveLength(36);
    // 4·10⁵ draws: standard error up to 0.0008; 36 values, and three digits.
    for (const { exact, monteCarlo } of found) expect(Math.abs(exact - monteCarlo)).toBeLessThan(0.0035);
  });
});
