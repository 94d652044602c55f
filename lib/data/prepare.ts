import { dataFolders } from '../base';
import type { DataSpec } from '../base';
import { datasetByName } from './datasets';
import type { DatasetDefinition, PreparedData } from './definition';
import { transformLabels } from './label-transforms';
import { measureNormalisation } from './normalisation';
import { chooseClasses, firstOfEach, gather, positionsByClass, splitTrain } from './select';

export interface PrepareOptions {
  /** Where data sets are looked for; default `dataFolders()`. */
  folders?: readonly string[];
  /** The set itself, instead of the registered one of that name. */
  dataset?: DatasetDefinition;
}

/**
 * Everything a run needs to know about its images: classes chosen and relabelled, resolution reduced, training subset
 * and validation part drawn (`subsetSeed`, else the run's seed), training labels transformed, constants measured.
 * Validation and test labels are always the true ones.
 *
 * @param seed the run's seed, ≥ 1
 * @throws InputError naming the field of the specification or the damaged file
 */
export function prepareData(spec: DataSpec, seed: number, options: PrepareOptions = {}): PreparedData {
  const folders = options.folders ?? dataFolders();
  const dataset = options.dataset ?? datasetByName(spec.set);
  const { train, validation, choice } = prepareTrain(spec, seed, dataset, folders);
  const testSet = dataset.load('test', folders);
  const testPositions = firstOfEach(positionsByClass(testSet, choice), choice, spec.testPerClass);
  const test = gather(testSet, testPositions, choice, spec.resolution);
  const { mean, std } = spec.normalise === 'published' ? dataset.published : measureNormalisation(train);
  const classes = choice.classes.length;
  return {
    train: transformLabels(train, classes, spec.labelTransform, folders),
    ...(validation && { validation }),
    test,
    classes,
    classNames: choice.classNames,
    mean: [...mean],
    std: [...std],
  };
}

/** In a function of its own so that the whole training set can be freed before the test set is read. */
function prepareTrain(spec: DataSpec, seed: number, dataset: DatasetDefinition, folders: readonly string[]) {
  const set = dataset.load('train', folders);
  const choice = chooseClasses(spec, set);
  const positions = positionsByClass(set, choice);
  const { train, validation } = splitTrain(
    positions,
    choice,
    spec.subsetSeed ?? seed,
    spec.trainPerClass,
    spec.validationPerClass ?? 0,
  );
  return {
    choice,
    train: gather(set, train, choice, spec.resolution),
    validation: validation.length > 0 ? gather(set, validation, choice, spec.resolution) : undefined,
  };
}
