import { InputError, shown } from '../base';
import type { Normalisation } from '../data';
import type { Network } from '../engine/definition';
import type { OwnedFrozenModel } from '../engine/frozen';
import { decodeWeights } from '../formats';
import type { NamedArrays } from '../formats';
import { buildNetwork, findModel, freeze } from '../models';
import type { BuildOptions } from '../models';

/** A frozen network from a weights file, and how its images were normalised where the file says so (ours do). */
export interface FrozenWeights {
  model: OwnedFrozenModel;
  normalisation?: Normalisation;
}

/**
 * Builds a registered network and gives it a file's weights: `.safetensors`, or PyTorch's `.pth`/`.pt` of tensors.
 *
 * @param shape classes, side and channels of the images
 * @param file opens error messages
 * @throws InputError where the file is no weights file, or its weights are not those of this network
 */
export function frozenWeights(name: string, shape: BuildOptions, bytes: Buffer, file: string): FrozenWeights {
  const { arrays, metadata } = decodeWeights(bytes, file);
  const network = buildNetwork(name, { ...shape, seed: 1 });
  try {
    checkClasses(arrays, network.parameters[network.parameters.length - 1].name, shape.classes, file);
    loadWeights(network, arrays, shape.side, file);
    const own = metadata.normalisation as string | undefined;
    const normalisation = own === undefined ? undefined : readNormalisation(own, shape.channels, file);
    return { model: freeze(network), ...(normalisation && { normalisation }) };
  } finally {
    network.dispose();
  }
}

/** The commonest mistake has a sentence of its own. */
function checkClasses(arrays: NamedArrays, lastBias: string, classes: number, file: string): void {
  const last = arrays[lastBias] as NamedArrays[string] | undefined;
  if (last?.shape.length !== 1 || last.shape[0] === classes) return;
  throw new InputError(
    `${file}: found ${last.shape[0]} classes in its last layer ('${lastBias}'), expected ${classes}`,
  );
}

/** Where a layer behind a flattened map does not fit, the images may be what is wrong, not the file. */
function loadWeights(network: Network, arrays: NamedArrays, side: number, file: string): void {
  try {
    network.loadState(arrays, file);
  } catch (error) {
    const own = findModel(network.name).input.side;
    if (!(error instanceof InputError) || side === own) throw error;
    throw new InputError(
      `${error.message}; the images are ${side}×${side}, ${network.name} is made for ${own}×${own}`,
    );
  }
}

function readNormalisation(text: string, channels: number, file: string): Normalisation {
  try {
    const { mean, std } = JSON.parse(text) as Normalisation;
    const fits = (numbers: unknown) =>
      Array.isArray(numbers) && numbers.length === channels && numbers.every(Number.isFinite);
    if (fits(mean) && fits(std) && std.every((deviation) => deviation > 0)) return { mean, std };
  } catch {
    // said below
  }
  throw new InputError(
    `${file}: found ${shown(text)} as normalisation in its metadata, allowed are mean and std of ${channels} channels`,
  );
}
