import { InputError } from '../base/errors';
import type { Network } from '../engine/definition';
import { freezeNetwork } from '../engine/frozen';
import type { OwnedFrozenModel } from '../engine/frozen';
import { initialValues } from '../engine/initialise';
import { GraphNetwork } from '../engine/network';
import type { BuildOptions } from './definition';
import { findModel } from './registry';

export type { BuildOptions, ModelDefinition } from './definition';
export { findModel, modelInfo, MODELS } from './registry';
export type { ModelInfo } from './registry';

/**
 * A registered model with its initial parameters.
 * @param options classes, side and channels of the images, and the seed (≥ 1) of the initial parameters
 */
export function buildNetwork(name: string, options: BuildOptions & { seed: number }): Network {
  const { seed, ...shape } = options;
  const backbone = findModel(name).build(shape);
  const values = backbone.parameters.map((parameter) => initialValues(parameter, seed));
  return new GraphNetwork(name, shape.classes, backbone, values);
}

/** A teacher: a constant, evaluation-only copy of a network. Its own memory is freed by its `dispose`. */
export function freeze(network: Network): OwnedFrozenModel {
  if (!(network instanceof GraphNetwork))
    throw new InputError(`freeze: '${network.name}' was not built by buildNetwork`);
  return freezeNetwork(network);
}
