import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { InputError, oneOf } from '../base';
import type { RunSpec } from '../base';
import { labelsChanged } from '../data';
import { lossGradients, tf } from '../engine';
import { confidentMutualDistillation, selectConfident, thresholdFraction } from '../losses/index';
import type {
  CmdOptions,
  LossDefinition,
  LossInputs,
  LossParts,
  OptionDefinition,
  OptionValue,
} from '../losses/index';
import type { LearnerLoss, Method, MethodDefinition, StepInputs, Turns } from './definition';
import { Exchange } from './exchange';
import { allowLosses, lossAndOptions, onlyPlainLabels, onlyView, trustOf } from './setting';

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
    const { loss, options } = lossAndOptions(setting);
    const { batches, update, initialisation, peers } = setting.options as Record<string, string>;
    checkModels(models, spec, initialisation, options);
    const noisy = labelsChanged(data.train);
    const rule = ruleOf(loss, options);
    const exchange = new Exchange(data, models.length);
    let inEpoch = false;
    let threshold: number | undefined;

    /** Loss of one learner against all others. */
    function lossOf(
      learner: number,
      step: StepInputs,
      logits: readonly Tensor2D[],
      selected: readonly (Tensor1D | undefined)[],
    ): LearnerLoss {
      const others = logits.map((_, k) => k).filter((k) => k !== learner);
      const studentLogits = logits[learner];
      const { total, parts, gradients } = lossGradients(
        (student: Tensor2D) =>
          joined(
            others.map((k) => rule.against(student, logits[k], selected[k], step)),
            peers === 'mean',
          ),
        [studentLogits],
      );
      const { labels, progress } = step as { labels: Tensor1D; progress: number };
      const inputs: LossInputs = { labels, progress, studentLogits, teacherLogits: logits[others[0]] };
      const trust = noisy ? trustOf(loss, inputs, options) : {};
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
        const selected = logits.map((offered, source) => {
          if (source === turn) return undefined; // nobody else listens in this turn
          const { selected, fraction } = rule.select(offered, step.progress);
          threshold = fraction;
          exchange.note(source, step.indices, offered.dataSync<'float32'>(), selected?.dataSync<'float32'>());
          return selected;
        });
        const learners = turn === undefined ? logits.map((_, k) => k) : [turn];
        const losses = learners.map((learner) => lossOf(learner, step, logits, selected));
        selected.forEach((rows) => rows?.dispose());
        return losses;
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

/** One learner against one peer, of whose prediction some rows are passed on, [N] of 0 and 1. */
type Against = (
  student: Tensor2D,
  peer: Tensor2D,
  selected: Tensor1D | undefined,
  step: StepInputs,
) => LossParts;

/** What is passed on, and the loss that takes it in; `dml` passes on everything. */
interface Rule {
  select(logits: Tensor2D, progress: number): { selected?: Tensor1D; fraction?: number };
  against: Against;
}

function ruleOf(loss: LossDefinition, options: Readonly<Record<string, OptionValue>>): Rule {
  if (loss.name === 'dml') {
    return {
      select: () => ({}),
      against: (studentLogits, teacherLogits, _, step) =>
        loss.evaluate({ labels: step.labels as Tensor1D, studentLogits, teacherLogits }, options),
    };
  }
  const given = options as unknown as CmdOptions;
  const resolved = loss.name === 'cmd-s' ? { ...given, growth: 0 } : given;
  return {
    select(logits, progress) {
      const fraction = thresholdFraction(resolved, progress);
      return { selected: tf.tidy(() => selectConfident(logits, resolved.confidence, fraction)), fraction };
    },
    // The same selection for measures and loss, found once.
    against: (studentLogits, peer, selected, { labels, progress }) =>
      confidentMutualDistillation(
        { labels: labels as Tensor1D, studentLogits, progress },
        peer,
        resolved,
        progress,
        selected,
      ),
  };
}

/** The parts against each peer as one: the label's parts once, the peers' parts added up or averaged. */
function joined(byPeer: readonly LossParts[], average: boolean): LossParts {
  if (byPeer.length === 1) return byPeer[0];
  const sum = tf.addN(byPeer.map(({ kd }) => kd));
  return { ...byPeer[0], kd: average ? sum.div<Scalar>(byPeer.length) : sum };
}
