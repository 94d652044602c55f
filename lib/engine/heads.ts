import { BackboneBuilder } from './backbone-builder';
import type { Backbone } from './module';

/**
 * A backbone with one further linear layer on its pooled features, named `heads.NAME`.
 * Detached, the head learns but sends no gradient into the features: it reads them through a `detach` node.
 */
export function withHead(backbone: Backbone, name: string, outputs: number, detach: boolean): Backbone {
  if (name in backbone.heads) throw new Error(`addHead: '${name}' exists already`);
  const b = new BackboneBuilder(backbone);
  const source = detach ? b.detach(backbone.features) : backbone.features;
  b.head(name, b.linear(source, { name: `heads.${name}`, outputs }));
  return b.finish(backbone);
}
