import { InputError, RandomStream, shown } from '../base';
import type { LabelTransformDefinition } from './definition';
import { readSeed, seedOption } from './noise-options';

/**
 * A control for bad teachers: soft labels that know nothing but a top-1 accuracy. Each is drawn evenly from the simplex;
 * its largest entry belongs to the true class with probability `accuracy`, else to another class, and all the other
 * entries go to the other classes at random.
 */
export const randomSoftLabels: LabelTransformDefinition = {
  name: 'random-soft-labels',
  options: [
    { name: 'accuracy', default: 0.2, meaning: 'how often the true class is on top, in [0, 1]' },
    seedOption,
  ],
  apply(train, classes, options) {
    const { accuracy } = options;
    if (typeof accuracy !== 'number' || !(accuracy >= 0 && accuracy <= 1)) {
      throw new InputError(
        `data.labelTransform.options.accuracy: found ${shown(accuracy)}, allowed are numbers from 0 to 1`,
      );
    }
    const stream = new RandomStream(readSeed(options), 'random-soft-labels');
    const softLabels = new Float32Array(train.count * classes); // [N, C]
    for (let n = 0; n < train.count; n++) {
      const truth = train.trueLabels[n];
      // Exponential variables over their sum are uniform on the simplex.
      const masses = Float64Array.from({ length: classes }, () => -Math.log1p(-stream.uniform()));
      const sum = masses.reduce((a, b) => a + b);
      masses.sort().reverse();
      const top =
        stream.uniform() < accuracy ? truth : (truth + 1 + stream.integer(classes - 1)) % classes;
      const places = stream.permutation(classes);
      places[places.indexOf(top)] = places[0];
      places[0] = top;
      places.forEach((place, rank) => (softLabels[n * classes + place] = masses[rank] / sum));
    }
    return { ...train, softLabels };
  },
};
