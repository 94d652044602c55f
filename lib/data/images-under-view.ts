import type { ViewSpec } from '../base';
import type { LabelledImages } from './definition';
import { View } from './views';
import type { ViewPolicyDefinition } from './views';

/**
 * A part of a data set as a view shows it once, such as test images under the strong view of training.
 * @param draw number of the draw, in the place of a training epoch
 */
export function imagesUnderView(
  part: LabelledImages,
  view: { name: string; spec: ViewSpec; seed: number; policies?: readonly ViewPolicyDefinition[] },
  draw = 0,
): LabelledImages {
  const shown = new View(view.name, view.spec, part, view.seed, view.policies);
  const pixels = part.height * part.width * part.channels;
  const images = new Uint8Array(part.count * pixels);
  for (let n = 0; n < part.count; n++) {
    shown.augment(part.images, n, draw, images.subarray(n * pixels, (n + 1) * pixels));
  }
  return { ...part, images };
}
