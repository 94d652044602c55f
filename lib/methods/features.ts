import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { InputError, shown } from '../base';
import type { RunSpec } from '../base';
import { lossGradients } from '../engine';
import { plainObject } from '../losses/index';
import type { LossInputs, OptionDefinition } from '../losses/index';
import type { Method, MethodDefinition, MethodSetting } from './definition';
import { embedded, flattened, pooled, regressed, stages } from './feature-feeds';
import type { FeatureFeed } from './feature-feeds';
import { chosenMaps, featureWidth, stageMaps } from './feature-maps';
import type { FeatureMap } from './feature-maps';
import { allowLosses, lossAndOptions, needTeacher, onlyPlainLabels, onlyView } from './setting';

const embeddingWidth: OptionDefinition = {
  name: 'embeddingWidth',
  kind: 'number',
  default: 128,
  unit: '1',
  meaning: 'cc: width of the trained linear embeddings of student and teacher',
  min: 1,
};

const taps: OptionDefinition = {
  name: 'taps',
  kind: 'options',
  default: {},
  unit: '1',
  meaning:
    'at, fitnet, sp: activations as {"student": […], "teacher": […]}; by default all stages, the second, the last',
};

const LOSSES = ['at', 'cc', 'fitnet', 'pkt', 'rkd', 'sp'];

/**
 * A loss on features of a frozen teacher and one student that see the same view, as RepDistiller feeds them: `at` all
 * stage maps, `fitnet` the second stage through a trained regressor, `sp` the last map flattened, `rkd` and `pkt` the pooled
 * features, `cc` trained linear embeddings of them. What is added is trained with the student and left out at test time.
 */
export const featuresMethod: MethodDefinition = {
  name: 'features',
  description:
    'one network on one view, a frozen teacher; a loss on features, with the regressor or embeddings that it needs',
  options: [embeddingWidth, taps],
  create(setting) {
    allowLosses(setting, 'features', LOSSES);
    needTeacher(setting, 'features');
    onlyPlainLabels(setting, 'features');
    const view = onlyView(setting, 'features');
    const { loss, options } = lossAndOptions(setting);
    const feed = feedOf(setting);

    return {
      learners: 1,
      views: [view],
      studentTaps: feed.studentTaps,
      teacherTaps: feed.teacherTaps,
      prepare: ([network], seed) => feed.prepare?.(network, seed),
      auxiliaries: () => (feed.embedding ? [feed.embedding()] : []),
      losses(step) {
        const pass = step.passes[0][view];
        const outputs = step.teacher(view);
        const own = feed.student(pass);
        const theirs = feed.teacher(outputs);
        const [samples, width] = outputs.features.shape;
        const rows = feed.embedding && outputs.features.reshape<Tensor4D>([samples, 1, 1, width]);
        const embedding = rows && feed.embedding!().forward(rows);
        const constants = { labels: step.labels } as LossInputs;
        const { total, parts, gradients } = lossGradients(
          (studentLogits: Tensor2D, ...given: Tensor[]) =>
            loss.evaluate(
              {
                ...constants,
                studentLogits,
                studentFeatures: feed.shape(given.slice(0, own.length)),
                teacherFeatures: feed.shape(embedding ? given.slice(own.length) : theirs),
              },
              options,
            ),
          [pass.logits, ...own, ...(embedding ? [embedding.logits] : [])],
        );
        const [logits, ...further] = gradients as Tensor[];
        embedding?.backward({ logits: further.pop() as Tensor2D });
        rows?.dispose();
        const toStudent = { logits: logits as Tensor2D, ...feed.gradients(further) };
        return [{ total, parts, gradients: { [view]: toStudent } }];
      },
    } satisfies Method;
  },
};

function feedOf({ spec, data, options }: MethodSetting): FeatureFeed {
  const student = [spec.model].flat()[0];
  const teacher = teacherModel(spec);
  const chosen = plainObject(options.taps, "method.options.taps of 'features'");
  const unknown = Object.keys(chosen).find((side) => side !== 'student' && side !== 'teacher');
  if (unknown !== undefined) {
    throw new InputError(`method.options.taps: found ${shown(unknown)}, allowed are 'student' and 'teacher'`);
  }
  const maps = (side: 'student' | 'teacher', pick: (all: FeatureMap[]) => FeatureMap[]): FeatureMap[] => {
    const model = side === 'student' ? student : teacher;
    const source = `method.options.taps.${side}`;
    const names = chosen[side];
    if (names === undefined) return pick(stageMaps(model, data));
    if (Array.isArray(names) && names.every((name) => typeof name === 'string'))
      return chosenMaps(model, data, names, source);
    throw new InputError(`${source}: found ${shown(names)}, allowed is a list of activations`);
  };
  const pairs = (pick: (all: FeatureMap[]) => FeatureMap[], count?: number) => {
    const [own, theirs] = [maps('student', pick), maps('teacher', pick)];
    if (own.length > 0 && own.length === theirs.length && own.length === (count ?? own.length))
      return { own, theirs };
    throw new InputError(
      `method 'features' with loss '${spec.method.loss}': found ${own.length} maps of ${student} and ${theirs.length} of ` +
        `${teacher}, allowed ${count === undefined ? 'are as many of one as of the other' : `is ${count} of each`}; name them in method.options.taps`,
    );
  };
  switch (spec.method.loss) {
    case 'at': {
      const { own, theirs } = pairs((all) => all);
      return stages(own, theirs);
    }
    case 'fitnet': {
      const { own, theirs } = pairs((all) => all.slice(1, 2), 1);
      return regressed(own[0], theirs[0]);
    }
    case 'sp': {
      const { own, theirs } = pairs((all) => all.slice(-1), 1);
      return flattened(own[0], theirs[0]);
    }
    case 'cc':
      return embedded(options.embeddingWidth as number, featureWidth(teacher, data));
    default:
      return pooled;
  }
}

function teacherModel({ teacher }: RunSpec): string {
  return 'run' in teacher! ? [teacher.run.model].flat()[0] : teacher!.model;
}
