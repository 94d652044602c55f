import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { InputError, oneOf } from '../base';
import type { RunSpec } from '../base';
import { labelsChanged } from '../data';
import { lossGradients, tf } from '../engine';
import { lossByName, resolveOptions, selectConfident, thresholdFraction } from '../losses/index';
import type {
  ConfidenceMeasure,
  LossInputs,
  LossParts,
  OptionDefinition,
  OptionValue,
  ThresholdOptions,
} from '../losses/index';
import type { LearnerLoss, Method, MethodDefinition, StepInputs, Turns } from './definition';
import { Exchange } from './exchange';
import { allowLosses, onlyPlainLabels, onlyView, trustOf } from './setting';

const choice = (name: string, choices: readonly string[], meaning: string): OptionDefinition => ({
  name,
  kind: 'choice',
  default: choices[0],
  unit: '1',
  meaning,
  choices,
});

const options: OptionDefinition[] = [
  choice(
    'batches',
    ['shared', 'separate'],
    'one mini-batch for all, or one for each as a plain run with its seed would draw it (K² passes a step)',
  ),
  choice(
    'update',
    ['simultaneous', 'alternating'],
    'all at once, or one after the other, each meeting the new weights of those before (K² passes a step)',
  ),
  choice(
    'initialisation',
    ['own', 'shared'],
    'weights of its own for each learner or the first one’s for all; shared learners on shared batches, updated at once, stay the same network',
  ),
  choice(
    'peers',
    ['mean', 'sum'],
    'of K > 2: the mean over the K−1 peers’ parts (the DML paper) or their sum (its code)',
  ),
];

/**
 * Mutual learning of K ≥ 2 networks on one view: each is trained by its labels and by the others' predictions, which
 * are constants to it. Losses: `dml` (everything is passed on), `cmd-s` and `cmd-p` (what the source is sure of).
 *
 * With nothing passed on (`cmd-s`, threshold 0) each learner goes the way of a plain one-view run, to the last bit; with
 * everything (threshold 2) the way of `dml`. The reference code of DML has separate batches and alternating updates
 * (as we read it); re-implementations mostly share one batch and update at once, which is the default here. Peers are
 * seen in training mode (batch statistics), as there.
 */
export const mutual: MethodDefinition = {
  name: 'mutual',
  description:
    'two or more networks on one view that learn from each other’s predictions (dml, cmd-s, cmd-p)',
  options,
  create(setting) {
    const { spec, data, hasTeacher } = setting;
    allowLosses(setting, 'mutual', ['dml', 'cmd-s', 'cmd-p']);
    onlyPlainLabels(setting, 'mutual');
    if (hasTeacher) {
      throw new InputError(
        "method 'mutual': found a teacher, but its networks teach each other; leave out field teacher",
      );
    }
    const view = onlyView(setting, 'mutual');
    const models = [spec.model].flat();
    const loss = lossByName(spec.method.loss);
    const options = resolveOptions(loss, spec.method.lossOptions, `method.lossOptions of '${loss.name}'`);
    const { batches, update, initialisation, peers } = setting.options as Record<string, string>;
    checkModels(models, spec, initialisation, options);
    const noisy = labelsChanged(data.train);
    const takesProgress = [...loss.required, ...loss.optional].includes('progress');
    const select = selectionOf(loss.name, options);
    const exchange = new Exchange(data, models.length);
    let inEpoch = false;
    let threshold: number | undefined;

    /** Loss of one learner against all others. */
    function lossOf(learner: number, step: StepInputs, logits: readonly Tensor2D[]): LearnerLoss {
      const inputs: LossInputs = {
        labels: step.labels as Tensor1D,
        ...(takesProgress && { progress: step.progress }),
      };
      const others = logits.filter((_, k) => k !== learner);
      const { total, parts, gradients } = lossGradients(
        (studentLogits: Tensor2D) =>
          joined(
            others.map((teacherLogits) =>
              loss.evaluate({ ...inputs, studentLogits, teacherLogits }, options),
            ),
            peers === 'mean',
          ),
        [logits[learner]],
      );
      const studentLogits = logits[learner];
      const trust = noisy
        ? trustOf(loss, { ...inputs, studentLogits, teacherLogits: others[0] }, options)
        : {};
      return { total, parts, gradients: { [view]: { logits: gradients[0] } }, ...trust };
    }

    return {
      learners: models.length,
      views: [view],
      ...((batches === 'separate' || update === 'alternating') && { turns: { batches, update } as Turns }),
      sharedInitialisation: initialisation === 'shared',
      losses(step) {
        inEpoch = true;
        const logits = step.passes.map((views) => views[view].logits);
        const turn = step.learner;
        logits.forEach((offered, source) => {
          if (source === turn) return; // nobody else listens in this turn
          const { selected, fraction } = select(offered, step.progress);
          threshold = fraction;
          exchange.note(source, step.indices, offered.dataSync<'float32'>(), selected);
        });
        const learners = turn === undefined ? logits.map((_, k) => k) : [turn];
        return learners.map((learner) => lossOf(learner, step, logits));
      },
      beginEpoch: () => exchange.beginEpoch(),
      endEpoch: () => {
        inEpoch = false;
      },
      softLabels: () => exchange.softLabels(),
      /** Those of the exchange, and `threshold`: χ at the epoch's last step as a fraction of the largest uncertainty. */
      measures: () => ({
        ...exchange.measures(),
        ...(threshold !== undefined && { threshold: [threshold] }),
      }),
      // Between epochs there is nothing to keep.
      state: () => (inEpoch ? exchange.state() : {}),
      loadState(state) {
        inEpoch = true;
        exchange.loadState(state);
      },
    } satisfies Method;
  },
};

function checkModels(
  models: readonly string[],
  spec: RunSpec,
  initialisation: string,
  options: Readonly<Record<string, OptionValue>>,
): void {
  if (models.length < 2) {
    throw new InputError(`model: found one name, method 'mutual' trains two or more; give a list of names`);
  }
  if (initialisation === 'shared' && new Set(models).size > 1) {
    throw new InputError(
      `method.options.initialisation: found 'shared' with networks ${oneOf([...new Set(models)])}, allowed are networks of one kind`,
    );
  }
  if (models.length > 2 && options.form === 'mix') {
    throw new InputError(
      `method.lossOptions of '${spec.method.loss}': found form 'mix' with ${models.length} networks, allowed are 2`,
    );
  }
}

/** Which rows of a learner's prediction are passed on, [N] of 0 and 1, and the threshold as a fraction. */
function selectionOf(loss: string, options: Readonly<Record<string, OptionValue>>) {
  return (logits: Tensor2D, progress: number): { selected: Float32Array; fraction?: number } => {
    if (loss === 'dml') return { selected: new Float32Array(logits.shape[0]).fill(1) };
    const { confidence, ...rest } = options as unknown as ThresholdOptions & {
      confidence: ConfidenceMeasure;
    };
    const fraction = thresholdFraction(loss === 'cmd-s' ? { ...rest, growth: 0 } : rest, progress);
    const selected = tf.tidy(() => selectConfident(logits, confidence, fraction).dataSync<'float32'>());
    return { selected, fraction };
  };
}

/** The parts against each peer as one: the label's parts once, the peers' parts added up or averaged. */
function joined(byPeer: readonly LossParts[], average: boolean): LossParts {
  if (byPeer.length === 1) return byPeer[0];
  const sum = tf.addN(byPeer.map(({ kd }) => kd));
  return { ...byPeer[0], kd: average ? sum.div<Scalar>(byPeer.length) : sum };
}
