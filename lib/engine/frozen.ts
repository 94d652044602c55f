import type { FrozenModel } from './definition';
import type { GraphNetwork } from './network';

/** A frozen model's own memory, to be freed by whoever froze it. */
export type OwnedFrozenModel = FrozenModel & { dispose(): void };

/**
 * A teacher from a network: a constant copy that later training of the network does not reach, with nothing but
 * evaluation-mode outputs. No gradient by construction: its type has no forward for training and no parameters.
 */
export function freezeNetwork(network: GraphNetwork): OwnedFrozenModel {
  const copy = network.copy();
  return {
    name: copy.name,
    classes: copy.classes,
    logits: (images) => copy.logits(images),
    evaluate: (images, tap) => copy.evaluate(images, tap),
    dispose: () => copy.dispose(),
  };
}
