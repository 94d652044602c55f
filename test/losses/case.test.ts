import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base';
import { tf } from '../../lib/engine';
import { readCaseInputs } from '../../lib/losses/case-inputs';
import { defineLoss } from '../../lib/losses/define';
import { evaluateCaseWith } from '../../lib/losses/case';
import { evaluateCase, evaluateCases } from '../../lib/losses/index';
import type { LossInputName } from '../../lib/losses/index';

const good = {
  loss: 'kd',
  labels: [0, 1],
  studentLogits: [
    [1, 2],
    [3, 4],
  ],
  teacherLogits: [
    [0, 1],
    [2, 0],
  ],
};

describe('evaluateCase', () => {
  it('answers value, parts and gradient', () => {
    const { loss, total, parts, gradient } = evaluateCase(good);
    expect(loss).toBe('kd');
    expect(Object.keys(parts)).toEqual(['ce', 'kd']);
    expect(total).toBe(parts.ce + parts.kd);
    expect(Object.keys(gradient)).toEqual(['studentLogits']);
    expect((gradient.studentLogits as number[][]).map((row) => row.length)).toEqual([2, 2]);
  });

  const refused: [string, unknown, RegExp][] = [
    ['no object', 3, /^case: found 3, allowed is an object$/],
    ['null', null, /^case: found null/],
    ['a list where one case is due', [good], /^case: found \[.*allowed is an object/],
    ['no loss', { ...good, loss: undefined }, /field 'loss': found undefined/],
    ['an unknown loss', { ...good, loss: 'kdd' }, /unknown loss 'kdd', allowed are 'ce', /],
    ['an inherited name', { ...good, loss: 'constructor' }, /unknown loss 'constructor'/],
    [
      'an unknown field',
      { ...good, teacher: [] },
      /loss 'kd': unknown field 'teacher', allowed are 'loss', 'labels'/,
    ],
    ['a field of other losses', { ...good, progress: 0.5 }, /loss 'kd': takes no field 'progress'/],
    ['an inherited field', { ...good, toString: 1 }, /unknown field 'toString'/],
    ['a missing field', { ...good, teacherLogits: undefined }, /loss 'kd': field 'teacherLogits' is missing/],
    [
      'an unknown option',
      { ...good, options: { alpha: 1 } },
      /loss 'kd': unknown option 'alpha', allowed are 'ceWeight'/,
    ],
    ['options that are no object', { ...good, options: [] }, /loss 'kd': options: found \[\]/],
    ['options null', { ...good, options: null }, /loss 'kd': options: found null/],
    [
      'an option out of range',
      { ...good, options: { temperature: 0 } },
      /option 'temperature': found 0, allowed: finite numbers above 0/,
    ],
    ['a label out of range', { ...good, labels: [0, 2] }, /labels\[1\]: found 2, allowed are 0 to 1/],
    ['a negative label', { ...good, labels: [0, -1] }, /labels\[1\]: found -1, allowed are integers from 0/],
    ['a label that is no integer', { ...good, labels: [0, 0.5] }, /labels\[1\]: found 0.5/],
    ['a label as text', { ...good, labels: [0, '1'] }, /labels\[1\]: found '1'/],
    [
      'too few labels',
      { ...good, labels: [0] },
      /batch size: found 2 in studentLogits, allowed is 1 as in labels/,
    ],
    [
      'ragged rows',
      { ...good, studentLogits: [[1, 2], [3]] },
      /studentLogits\[1\]: found 1 entries, allowed are 2/,
    ],
    [
      'other classes',
      {
        ...good,
        teacherLogits: [
          [0, 1, 2],
          [2, 0, 1],
        ],
      },
      /number of classes: found 3 in teacherLogits, allowed is 2/,
    ],
    ['another batch', { ...good, teacherLogits: [[0, 1]] }, /batch size: found 1 in teacherLogits/],
    [
      'an infinity',
      {
        ...good,
        studentLogits: [
          [1, Infinity],
          [3, 4],
        ],
      },
      /studentLogits\[0\]\[1\]: found Infinity/,
    ],
    [
      'a NaN',
      {
        ...good,
        studentLogits: [
          [1, NaN],
          [3, 4],
        ],
      },
      /studentLogits\[0\]\[1\]: found NaN/,
    ],
    [
      'null as a number',
      {
        ...good,
        studentLogits: [
          [1, null],
          [3, 4],
        ],
      },
      /studentLogits\[0\]\[1\]: found null/,
    ],
    [
      'text as a number',
      {
        ...good,
        studentLogits: [
          [1, 'NaN'],
          [3, 4],
        ],
      },
      /studentLogits\[0\]\[1\]: found 'NaN'/,
    ],
    [
      'more than float32 can hold',
      {
        ...good,
        studentLogits: [
          [1, 1e300],
          [3, 4],
        ],
      },
      /found 1e\+300, allowed are finite numbers/,
    ],
    [
      'an empty batch',
      { ...good, labels: [], studentLogits: [], teacherLogits: [] },
      /labels: found an empty array/,
    ],
    ['empty rows', { ...good, studentLogits: [[], []] }, /studentLogits\[0\]: found an empty array/],
    [
      'one class',
      { loss: 'ce', labels: [0], studentLogits: [[1]] },
      /studentLogits: found 1 class, allowed are 2 or more/,
    ],
    [
      'a flat list of logits',
      { ...good, studentLogits: [1, 2] },
      /studentLogits\[0\]: found 1, allowed is an array/,
    ],
    ['a result beyond float32', { ...good, options: { kdWeight: 1e300 } }, /result is not finite/],
  ];

  it.each(refused)('refuses %s', (_, value, message) => {
    const before = tf.memory().numTensors;
    expect(() => evaluateCase(value)).toThrow(InputError);
    expect(() => evaluateCase(value)).toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    [{ epoch: -1 }, /epoch: found -1, allowed are integers from 0/],
    [{ epoch: 1.5 }, /epoch: found 1.5/],
    [{ epoch: 3, epochs: 3 }, /epoch: found 3, allowed are integers below epochs \(3\)/],
    [{ epochs: 0 }, /epochs: found 0, allowed are integers from 1/],
  ])('refuses %o', (extra, message) => {
    expect(() => evaluateCase({ ...good, loss: 'dkd', ...extra })).toThrow(message);
  });
});

describe('evaluateCases', () => {
  it('puts an error in the place of a refused case', () => {
    const answers = evaluateCases([good, { ...good, labels: [0, 9] }, 7, good]);
    expect(answers[0]).toEqual(evaluateCase(good));
    expect(answers[1]).toEqual({ error: "loss 'kd': labels[1]: found 9, allowed are 0 to 1" });
    expect(answers[2]).toEqual({ error: 'case: found 7, allowed is an object' });
    expect(answers[3]).toEqual(answers[0]);
    expect(evaluateCases([])).toEqual([]);
  });
});

/** A loss that takes every field there is; its value is ½ Σ x² over the student-side inputs. */
const everything = defineLoss({
  name: 'everything',
  paper: 'none',
  basis: 'exact',
  formula: '½ Σ x²',
  source: 'this test',
  gradient: 'x',
  traps: ['none known'],
  required: ['studentFeatures'],
  optional: ['labels', 'teacherFeatures', 'studentLogits', 'studentStrongLogits', 'classifierLogits', 'previousProbabilities', 'candidates', 'randomLabels', 'progress', 'epoch', 'epochs'], // prettier-ignore
  options: [],
  evaluate: (inputs) => {
    const half = (x: { square(): { sum(): unknown } }) => x.square().sum();
    const student = [
      inputs.studentLogits,
      inputs.studentStrongLogits,
      inputs.classifierLogits,
      inputs.studentFeatures,
    ];
    const sums = student.flat().filter((x) => x !== undefined).map(half) as ReturnType<typeof tf.scalar>[]; // prettier-ignore
    return { sum: tf.addN(sums).mul(0.5) };
  },
});
const evaluate = (value: object) => evaluateCaseWith(() => everything, { loss: 'everything', ...value });

describe('fields that later losses declare', () => {
  it('gives a gradient for every student-side input, in its own shape', () => {
    const stages = [[[[[1, 2]], [[3, 4]]]], [[[[5]], [[6]], [[7]]]]]; // N 1: [1, 2, 1, 2] and [1, 3, 1, 1]
    const logits = [[0.5, -1]];
    const case_ = {
      studentFeatures: stages,
      studentLogits: logits,
      studentStrongLogits: [[2, 3]],
      classifierLogits: [[4, 5]],
    };
    const { gradient } = evaluate(case_);
    expect(gradient).toEqual(case_); // ∂ ½x²/∂x = x
  });

  it('takes features as [N, D]', () => {
    expect(evaluate({ studentFeatures: [[1, 2, 3], [4, 5, 6]] }).gradient.studentFeatures).toEqual([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
  });

  it.each<[LossInputName, unknown, RegExp]>([
    ['progress', 1.1, /progress: found 1.1, allowed are numbers from 0 to 1/],
    ['progress', '0.5', /progress: found '0.5'/],
    ['candidates', [[1, 0.5]], /candidates\[0\]\[1\]: found 0.5, allowed are 0 and 1/],
    ['candidates', [[0, 0]], /candidates\[0\]: found no candidate/],
    [
      'previousProbabilities',
      [[0.9, 0.3]],
      /previousProbabilities\[0\]: found probabilities that sum to 1.2/,
    ],
    ['previousProbabilities', [[1.2, -0.2]], /previousProbabilities\[0\]\[0\]: found 1.2/],
    ['randomLabels', [[1.5]], /randomLabels\[0\]\[0\]: found 1.5, allowed are integers from 0/],
    ['randomLabels', [[2]], /randomLabels\[0\]\[0\]: found 2, allowed are 0 to 1 without the label/],
    ['randomLabels', [[1]], /randomLabels\[0\]\[0\]: found 1, allowed are 0 to 1 without the label/],
    ['studentFeatures', [[[[[1]]]], [[[[1]]], [[[2]]]]], /batch size: found 2 in studentFeatures/],
    ['studentFeatures', [[[1]]], /studentFeatures\[0\]\[0\]: found \[1\]/],
  ])('checks %s %j', (field, value, message) => {
    const rest = { labels: [1], studentLogits: [[0, 1]], studentFeatures: [[1]] };
    expect(() => evaluate({ ...rest, [field]: value })).toThrow(message);
  });

  it('takes them where they are right', () => {
    const fields = readCaseInputs(
      everything,
      { studentFeatures: [[1]], previousProbabilities: [[0.333, 0.667]], candidates: [[1, 1]], randomLabels: [[0]], labels: [1], progress: 1, epoch: 0, epochs: 1 }, // prettier-ignore
      'case',
    );
    expect(fields.progress).toEqual({ kind: 'number', value: 1 });
    expect(fields.randomLabels).toEqual({ kind: 'array', shape: [1, 1], data: Int32Array.of(0) });
  });
});
