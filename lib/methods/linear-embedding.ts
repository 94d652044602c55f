import { BackboneBuilder, GraphNetwork } from '../engine';
import type { Network } from '../engine/definition';
import { initialValues } from '../engine/initialise';

/** nn.Linear as a network of its own, [N, 1, 1, inputs] → logits [N, outputs]; parameters `embedding.weight`, `.bias`. */
export function linearEmbedding(inputs: number, outputs: number, seed: number): Network {
  const b = new BackboneBuilder({ side: 1, channels: inputs });
  const features = b.flatten(b.input);
  const logits = b.linear(features, { name: 'embedding', outputs });
  const backbone = b.finish({ features, logits });
  const values = backbone.parameters.map((parameter) => initialValues(parameter, seed));
  return new GraphNetwork('linear-embedding', outputs, backbone, values);
}
