import { expect, it } from 'vitest';
import { Exchange } from '../../lib/methods/exchange';
import { data } from './steps';

/** The labels of images 3, 4, 5 are wrong. */
const noisy = {
  ...data,
  train: {
    ...data.train,
    labels: data.train.trueLabels.map((label, n) => (n >= 3 && n < 6 ? (label + 1) % 3 : label)),
  },
};
/** Logits whose softmax puts about everything on one class. */
const sure = (...classes: number[]) =>
  Float32Array.from(classes.flatMap((c) => [0, 1, 2].map((j) => (j === c ? 30 : 0))));

it('says how much is passed on and how often it is right, by subset and class', () => {
  const exchange = new Exchange(noisy, 2);
  exchange.beginEpoch();
  // Truth of images 0 … 5: 0 1 2 0 1 2. Learner 1 is right on 0, 1, 3; learner 2 on 0.
  exchange.note(0, Int32Array.of(0, 1, 2), sure(0, 1, 0), Float32Array.of(1, 0, 0));
  exchange.note(0, Int32Array.of(3, 4, 5), sure(0, 2, 0), Float32Array.of(1, 1, 0));
  exchange.note(1, Int32Array.of(0, 3), sure(0, 1), Float32Array.of(1, 0));
  expect(exchange.measures()).toEqual({
    'selected@1': [50],
    'selected@2': [50],
    selectedPurity: [75], // 0 and 3 of learner 1, 0 of learner 2 are right; 4 is not
    unselectedPurity: [25], // of 1, 2, 5 and 3 (learner 2) only 1
    selectedClean: [50],
    selectedNoisy: [50],
    selectedPurityClean: [100],
    unselectedPurityClean: [50],
    selectedPurityNoisy: [50],
    unselectedPurityNoisy: [0],
    entropy: [expect.closeTo(0, 6)],
    selectedByClass: [75, 50, 0],
    sampleEntropies: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((n) => (n < 6 ? expect.closeTo(0, 6) : -1)),
  });
  const views = exchange.softLabels();
  expect(views.map(({ view }) => view)).toEqual(['all@1', 'selected@1', 'all@2', 'selected@2']);
  const known = (view: number) =>
    Array.from({ length: 12 }, (_, n) => n).filter((n) => !Number.isNaN(views[view].probabilities[3 * n]));
  expect([0, 1, 2, 3].map(known)).toEqual([[0, 1, 2, 3, 4, 5], [0, 3, 4], [0, 3], [0]]);
});

it('forgets at the start of an epoch, and comes back from its state', () => {
  const exchange = new Exchange(data, 2);
  exchange.note(0, Int32Array.of(0), Float32Array.of(1, 2, 3), Float32Array.of(1));
  const copy = new Exchange(data, 2);
  copy.loadState(
    Object.fromEntries(Object.entries(exchange.state()).map(([name, values]) => [name, values.slice()])),
  );
  expect(copy.measures()).toEqual(exchange.measures());
  const p = [1, 2, 3].map((z) => Math.exp(z - 3));
  const sum = p.reduce((a, b) => a + b);
  const entropy = -p.reduce((total, x) => total + (x / sum) * Math.log(x / sum), 0) / Math.log(3);
  expect(copy.measures().entropy[0]).toBeCloseTo(entropy, 6);
  copy.beginEpoch();
  expect(copy.measures()).toEqual({});
  expect(copy.softLabels()).toEqual([]);
});
