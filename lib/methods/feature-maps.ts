import { InputError, oneOf, shown } from '../base';
import type { PreparedData } from '../data/definition';
import { findModel } from '../models';

/** A map that a network hands out: tap and shape [H, W, C]. */
export interface FeatureMap {
  tap: string;
  shape: readonly number[];
}

/** What a model looks like on these images, without building its parameters. */
function backboneOf(model: string, { train, classes }: PreparedData) {
  return findModel(model).build({ classes, side: train.height, channels: train.channels });
}

/** Width of the pooled features. */
export function featureWidth(model: string, data: PreparedData): number {
  const { nodes, features } = backboneOf(model, data);
  return nodes[features].shape[0];
}

/** What comes before the first stage; a VGG's first block has that place in RepDistiller. */
const BEFORE_STAGES = ['stem', 'block0'];

/** The maps at the ends of a model's stages, in order, as they are handed on (not before the ReLU). */
export function stageMaps(model: string, data: PreparedData): FeatureMap[] {
  const { nodes, taps } = backboneOf(model, data);
  return Object.entries(taps)
    .map(([tap, node]) => ({ tap, shape: nodes[node].shape }))
    .filter(({ tap, shape }) => shape.length === 3 && !tap.includes(':') && !BEFORE_STAGES.includes(tap));
}

/** The maps of the given taps; throws InputError for a tap that is no map of this model. */
export function chosenMaps(
  model: string,
  data: PreparedData,
  taps: readonly string[],
  source: string,
): FeatureMap[] {
  const { nodes, taps: known } = backboneOf(model, data);
  return taps.map((tap) => {
    const shape = Object.hasOwn(known, tap) ? nodes[known[tap]].shape : [];
    if (shape.length === 3) return { tap, shape };
    const maps = Object.keys(known).filter((name) => nodes[known[name]].shape.length === 3);
    throw new InputError(
      `${source}: found ${shown(tap)}, allowed are maps of ${model}: ${oneOf(maps) || 'none'}`,
    );
  });
}
