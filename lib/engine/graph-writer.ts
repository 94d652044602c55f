import type { Backbone, GraphNode, Initial, Layout, NodeSpec, NormInfo, Parameter } from './module';

/**
 * Collects the nodes, parameters and taps of a network; `BackboneBuilder` adds the layers. A handle is the number of a
 * node. Parameters get their flat order from the order of the calls, which should be that of PyTorch's
 * `named_parameters`.
 */
export class GraphWriter {
  private readonly nodes: GraphNode[] = [];
  private readonly parameters: Parameter[] = [];
  private readonly norms: NormInfo[] = [];
  private readonly taps: Record<string, number> = {};
  private readonly heads: Record<string, number> = {};
  private size = 0;
  private multiplyAdds = 0;
  /** The images, [N, side, side, channels]. */
  readonly input: number;

  /** @param start the images of a new network, or a network that is to be added to (it stays as it is) */
  constructor(start: { side: number; channels: number } | Backbone) {
    if ('side' in start) {
      this.input = this.node({ kind: 'input' }, [], [], [start.side, start.side, start.channels]);
      return;
    }
    this.input = 0;
    this.nodes.push(...start.nodes);
    this.parameters.push(...start.parameters);
    this.norms.push(...start.norms);
    Object.assign(this.taps, start.taps);
    Object.assign(this.heads, start.heads);
    this.size = start.parameters.reduce((sum, { length }) => sum + length, 0);
    this.multiplyAdds = start.multiplyAdds;
  }

  /** Shape of a node's value without the batch axis. */
  shape(node: number): readonly number[] {
    return this.nodes[node].shape;
  }

  /** Gives a node a public name; behind a ReLU, `NAME:pre` is its input unless `before` names another node. */
  tap(name: string, node: number, before?: number): void {
    this.taps[name] = node;
    const pre = before ?? (this.nodes[node].kind === 'relu' ? this.nodes[node].inputs[0] : undefined);
    if (pre !== undefined) this.taps[`${name}:pre`] = pre;
  }

  /** Gives the logits of an added head a name. */
  head(name: string, node: number): void {
    this.heads[name] = node;
  }

  finish({ logits, features }: { logits: number; features: number }): Backbone {
    const { nodes, parameters, norms, taps, heads, multiplyAdds } = this;
    return { nodes, parameters, norms, taps, heads, multiplyAdds, logits, features };
  }

  protected node(spec: NodeSpec, inputs: number[], parameters: number[], shape: readonly number[]): number {
    this.nodes.push({ ...spec, inputs, parameters, shape });
    return this.nodes.length - 1;
  }

  protected parameter(
    name: string,
    shape: number[],
    initial: Initial,
    layout: Layout = { kind: 'same' },
    kind: Parameter['kind'] = shape.length > 1 ? 'weight' : 'bias-or-norm',
  ): number {
    const length = product(shape);
    const engineShape = engineShapeOf(shape, layout);
    this.parameters.push({ name, shape, offset: this.size, length, kind, layout, engineShape, initial });
    this.size += length;
    return this.parameters.length - 1;
  }

  /** @returns its index, for the attributes of a batch norm */
  protected norm(name: string, channels: number): number {
    this.norms.push({ name, channels });
    return this.norms.length - 1;
  }

  protected count(multiplyAdds: number): void {
    this.multiplyAdds += multiplyAdds;
  }

  /** How a linear layer's columns run on this node: over (h, w, c) behind a `flatten`. */
  protected columnOrder(x: number): Layout {
    const node = this.nodes[x];
    if (node.kind !== 'flatten') return { kind: 'same' };
    const [height, width, channels] = this.nodes[node.inputs[0]].shape;
    return { kind: 'flattened', height, width, channels };
  }
}

export function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

function engineShapeOf(shape: number[], { kind }: Layout): number[] {
  if (kind === 'conv') return [shape[2], shape[3], shape[1], shape[0]];
  if (kind === 'depthwise') return [shape[2], shape[3], shape[0], 1];
  return shape;
}
