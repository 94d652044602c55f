import type { Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';
import { InputError, RandomStream } from '../../lib/base';
import type { RunSpec } from '../../lib/base';
import { tensorCount, tf } from '../../lib/engine';
import type { ForwardPass } from '../../lib/engine/definition';
import { CRLD_TERMS, evaluateCase } from '../../lib/losses/index';
import type { StepInputs } from '../../lib/methods';
import { excess } from '../losses/fixture';
import { data, method, specOf, withTeacher } from './steps';

const CLASSES = 3;
const INDICES = [0, 4, 5, 7];
const LABELS = INDICES.map((n) => n % CLASSES);

const random = new RandomStream(3, 'two-view');
const table = () => INDICES.map(() => Array.from({ length: CLASSES }, () => 3 * random.normal()));
const logits = {
  weak: { student: table(), teacher: table() },
  strong: { student: table(), teacher: table() },
};
type ViewName = keyof typeof logits;

const twoViews = {
  ...specOf({ name: 'two-view', loss: 'ce' }).data,
  views: { weak: { flip: true }, strong: {} },
};
const spec = (
  loss: string,
  lossOptions: Record<string, unknown> = {},
  options: Record<string, unknown> = {},
): RunSpec => specOf({ name: 'two-view', loss, lossOptions, options }, { ...withTeacher(), data: twoViews });

/** One step on random logits of both views; everything but the gradients is freed. */
function stepOf(run: RunSpec, moment = { epoch: 0, epochs: 4 }) {
  const by = method(run);
  by.beginEpoch?.(moment.epoch);
  const student = (view: ViewName) =>
    ({ logits: tf.tensor2d(logits[view].student) }) as unknown as ForwardPass;
  const passes = { weak: student('weak'), strong: student('strong') };
  const teachers = new Map<string, Tensor2D>();
  const asked: string[] = [];
  const inputs: StepInputs = {
    ...moment,
    indices: Int32Array.from(INDICES),
    labels: tf.tensor1d(LABELS, 'int32'),
    passes: [passes],
    teacher: (view) => {
      asked.push(view);
      if (!teachers.has(view)) teachers.set(view, tf.tensor2d(logits[view as ViewName].teacher));
      return { logits: teachers.get(view)!, features: teachers.get(view)!, taps: {} };
    },
    progress: 0,
    step: 0,
  };
  const [loss] = by.losses(inputs);
  const gradient = (view: ViewName): number[] => {
    const tensor = loss.gradients[view].logits!;
    const values = tensor.arraySync().flat();
    tensor.dispose();
    return values;
  };
  const result = { by, ...loss, asked, weak: gradient('weak'), strong: gradient('strong') };
  tf.dispose([inputs.labels, passes.weak.logits, passes.strong.logits, ...teachers.values()]);
  return result;
}

const bothViews = {
  labels: LABELS,
  studentLogits: logits.weak.student,
  teacherLogits: logits.weak.teacher,
  studentStrongLogits: logits.strong.student,
  teacherStrongLogits: logits.strong.teacher,
};
const oneView = (view: ViewName) => ({
  labels: LABELS,
  studentLogits: logits[view].student,
  teacherLogits: logits[view].teacher,
});

describe('the two-view method', () => {
  it.each([
    ['crld', {}],
    ['crld', { inner: 'dkd', weakThreshold: 0.5, maskRule: 'per-teacher-view' }],
    ['mlkd', {}],
    ['lskd', { inner: 'mlkd' }],
  ])('feeds %s %j with the logits of both views', (loss, options) => {
    const step = stepOf(spec(loss, options));
    const answer = evaluateCase({ loss, options, ...bothViews, ...momentFor(loss) });
    expect(Object.keys(step.parts)).toEqual(Object.keys(answer.parts));
    expect(excess(Object.values(step.parts), Object.values(answer.parts), 1e-5)).toBeLessThan(1);
    expect(excess(step.weak, (answer.gradient.studentLogits as number[][]).flat(), 1e-5, 1e-6)).toBeLessThan(
      1,
    );
    const strong = (answer.gradient.studentStrongLogits as number[][]).flat();
    expect(excess(step.strong, strong, 1e-5, 1e-6)).toBeLessThan(1);
  });

  it.each([
    ['kd', {}],
    ['dkd', {}],
    ['nkd', {}],
    ['normkd', {}],
    ['lskd', {}],
    ['lskd', { inner: 'dkd' }],
  ])('adds up %s %j of both views, each against the teacher on the same view', (loss, options) => {
    const step = stepOf(spec(loss, options));
    const [weak, strong] = (['weak', 'strong'] as const).map((view) =>
      evaluateCase({ loss, options, ...oneView(view), ...momentFor(loss) }),
    );
    for (const [name, part] of Object.entries(step.parts)) {
      expect(excess([part], [weak.parts[name] + strong.parts[name]], 1e-5, 1e-6), name).toBeLessThan(1);
    }
    expect(excess(step.weak, (weak.gradient.studentLogits as number[][]).flat(), 1e-5, 1e-6)).toBeLessThan(1);
    expect(
      excess(step.strong, (strong.gradient.studentLogits as number[][]).flat(), 1e-5, 1e-6),
    ).toBeLessThan(1);
  });

  it('makes of kd what crld is without cross-view terms and masks', () => {
    const crld = stepOf(spec('crld', { crossViewWeight: 0, weakThreshold: 0, strongThreshold: 0 }));
    const kd = stepOf(spec('kd', { ceWeight: 1, kdWeight: 2, temperature: 4 }));
    expect(kd.parts.ce).toBeCloseTo(crld.parts.ce, 5);
    expect(excess([kd.parts.kd], [crld.parts.withinView], 1e-5)).toBeLessThan(1);
    expect(excess([kd.total], [crld.total], 1e-5)).toBeLessThan(1);
    expect(excess(kd.weak, crld.weak, 1e-5, 1e-6)).toBeLessThan(1);
    expect(excess(kd.strong, crld.strong, 1e-5, 1e-6)).toBeLessThan(1);
  });

  it('trains on the labels of both views without a teacher', () => {
    const step = stepOf({ ...spec('label-smoothing'), teacher: undefined });
    const [weak, strong] = (['weak', 'strong'] as const).map((view) => {
      const { teacherLogits: _teacher, ...alone } = oneView(view);
      return evaluateCase({ loss: 'label-smoothing', ...alone }).total;
    });
    expect(step.total).toBeCloseTo(weak + strong, 5);
    expect(step.asked).toEqual([]);
    expect(step.by.measures).toBeUndefined();
  });

  it('tells the loss the epoch', () => {
    const early = stepOf(spec('dkd', { warmupEpochs: 4 }));
    const late = stepOf(spec('dkd', { warmupEpochs: 4 }), { epoch: 3, epochs: 4 });
    expect(late.parts.nckd / early.parts.nckd).toBeCloseTo(4, 4);
  });

  it('leaves out one term of crld, so that the four missing parts make up the whole', () => {
    const whole = stepOf(spec('crld', { weakThreshold: 0.5 }));
    const missing = CRLD_TERMS.map((term) => {
      const { parts } = stepOf(spec('crld', { weakThreshold: 0.5 }, { withoutTerm: term }));
      expect(parts.ce).toBeCloseTo(whole.parts.ce, 6);
      return [whole.parts.withinView - parts.withinView, whole.parts.crossView - parts.crossView];
    });
    const [within, cross] = [0, 1].map((family) => missing.map((pair) => pair[family]));
    for (const zero of [within[2], within[3], cross[0], cross[1]]) expect(zero).toBeCloseTo(0, 4);
    expect(excess([within[0] + within[1]], [whole.parts.withinView], 1e-5)).toBeLessThan(1);
    expect(excess([cross[2] + cross[3]], [whole.parts.crossView], 1e-5)).toBeLessThan(1);
    for (const term of [within[0], cross[2], cross[3]]) expect(term).toBeGreaterThan(0.01);
    // The term whose student is the strong view goes from that gradient alone.
    const without = stepOf(spec('crld', { weakThreshold: 0.5 }, { withoutTerm: 'strong from weak' }));
    expect(excess(without.weak, whole.weak, 1e-5, 1e-6)).toBeLessThan(1);
    expect(excess(without.strong, whole.strong, 1e-3, 1e-3)).toBeGreaterThan(1);
  });

  it('asks for one pass over both views only where it is told to', () => {
    expect(method(spec('crld')).concatenated).toBe(false);
    expect(method(spec('crld', {}, { passes: 'concatenated' })).concatenated).toBe(true);
  });

  it('leaves no tensor behind', () => {
    stepOf(spec('crld'));
    const before = tensorCount();
    stepOf(spec('crld'));
    stepOf(spec('kd'));
    expect(tensorCount()).toBe(before);
  });

  it('says in one sentence what does not fit', () => {
    const refuse = (run: RunSpec): string => {
      try {
        method(run);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        return (error as Error).message;
      }
      return 'accepted';
    };
    expect(refuse({ ...spec('crld'), teacher: undefined })).toBe(
      "method 'two-view': loss 'crld' needs teacherLogits, which it does not get; name a teacher (field teacher)",
    );
    expect(refuse({ ...spec('crld'), data: { ...twoViews, views: { weak: {} } } })).toBe(
      "data.views: found 'weak', method 'two-view' takes 'weak' and 'strong'",
    );
    expect(refuse({ ...spec('crld'), data: { ...twoViews, views: { weak: {}, other: {} } } })).toContain(
      "takes 'weak' and 'strong'",
    );
    expect(refuse(spec('ipwd'))).toContain('classifierLogits');
    expect(refuse(spec('crld', {}, { passes: 'both' }))).toContain("'both'");
    expect(refuse(spec('mlkd', {}, { withoutTerm: 'weak from weak' }))).toBe(
      "method 'two-view': option 'withoutTerm': found 'weak from weak', allowed with loss 'mlkd' is 'none'",
    );
    expect(data.classes).toBe(CLASSES);
  });
});

/** Only losses with a ramp take the epoch. */
function momentFor(loss: string) {
  return ['crld', 'dkd', 'lskd'].includes(loss) ? { epoch: 0, epochs: 4 } : {};
}

describe('what the two-view method measures', () => {
  // Sure and right, sure and wrong, unsure and right, unsure and wrong; labels 0, 1, 2, 1.
  const sure = (c: number) => [0, 1, 2].map((j) => (j === c ? 9 : 0));
  const unsure = (c: number) => [0, 1, 2].map((j) => (j === c ? 0.5 : 0));
  const teacher = [sure(0), sure(2), unsure(2), unsure(0)];
  const student = [sure(0), sure(2), sure(0), sure(1)];

  function measured() {
    const by = method(spec('crld', { weakThreshold: 0.9, strongThreshold: 0 }));
    by.beginEpoch!(0);
    const pass = () => ({ logits: tf.tensor2d(student) }) as unknown as ForwardPass;
    const [loss] = by.losses({
      indices: Int32Array.from(INDICES),
      labels: tf.tensor1d(LABELS, 'int32'),
      passes: [{ weak: pass(), strong: pass() }],
      teacher: () => ({ logits: tf.tensor2d(teacher), features: tf.zeros([4, 1]), taps: {} }),
      ...{ epoch: 0, epochs: 1, progress: 0, step: 0 },
    });
    tf.dispose([loss.gradients.weak.logits!, loss.gradients.strong.logits!]);
    return by;
  }

  it('counts kept labels, their accuracy and the errors that the student copies', () => {
    const by = measured();
    const measures = by.measures!();
    expect(measures).toMatchObject({
      'kept@weak': [50],
      'kept@strong': [100],
      'keptAccuracy@weak': [50],
      'droppedAccuracy@weak': [50],
      'keptAccuracy@strong': [50],
      'teacherAgreement@weak': [50],
      'copiedErrors@weak': [50],
    });
    expect(measures).not.toHaveProperty('droppedAccuracy@strong');
    // Labels 0, 1, 2, 1 with the first two kept.
    expect(measures['classKept@weak']).toEqual([100, 50, 0]);
    const histogram = measures['teacherConfidenceHistogram@weak'];
    expect(histogram).toHaveLength(20);
    expect(histogram[19]).toBe(50);
    // e^0.5/(e^0.5 + 2) = 0.452: bin (0.45, 0.5].
    expect(histogram[9]).toBe(50);
  });

  it('says which soft labels counted, forgets them with the epoch and carries them through a checkpoint', () => {
    const by = measured();
    expect([...by.selected!().weak]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    const state = Object.fromEntries(
      Object.entries(by.state!()).map(([name, values]) => [name, values.slice()]),
    );
    const measures = by.measures!();
    by.beginEpoch!(1);
    expect(by.measures!()).toEqual({});
    expect(by.selected!().weak).not.toContain(1);
    by.loadState!(state);
    expect(by.measures!()).toEqual(measures);
  });
});
