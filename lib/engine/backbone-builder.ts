import type { Backbone, GraphNode, Initial, Layout, NodeSpec, NormInfo, Parameter } from './module';
import { outputSide, planConvolution } from './padding';

export interface ConvOptions {
  /** PyTorch's module name; `.weight` and `.bias` hang on it. */
  name: string;
  filters: number;
  kernel: number;
  /** Default 1. */
  stride?: number;
  /** Zeros on every side. Default 0. */
  padding?: number;
  /** Default false. */
  bias?: boolean;
  /** `fan-out-normal`: N(0, 2/(k²·filters)); `default`: nn.Conv2d's own U(±1/√fan-in). */
  initial: 'fan-out-normal' | 'default';
}

export interface LinearOptions {
  name: string;
  outputs: number;
  /** `default` (nn.Linear's own): U(±1/√fan-in), as the weights have it; `zero`. */
  biasInitial?: 'default' | 'zero';
}

/**
 * Writes a network down layer by layer; a handle is the number of a node. Parameters get their flat order from the
 * order of the calls, which should be that of PyTorch's `named_parameters`.
 */
export class BackboneBuilder {
  private readonly nodes: GraphNode[] = [];
  private readonly parameters: Parameter[] = [];
  private readonly norms: NormInfo[] = [];
  private readonly taps: Record<string, number> = {};
  private size = 0;
  private multiplyAdds = 0;
  /** The images, [N, side, side, channels]. */
  readonly input: number;

  constructor(image: { side: number; channels: number }) {
    this.input = this.node({ kind: 'input' }, [], [], [image.side, image.side, image.channels]);
  }

  /** Shape of a node's value without the batch axis. */
  shape(node: number): readonly number[] {
    return this.nodes[node].shape;
  }

  conv(x: number, options: ConvOptions): number {
    const { name, filters, kernel, stride = 1, padding = 0, bias = false, initial } = options;
    const [height, width, channels] = this.nodes[x].shape;
    const bound = 1 / Math.sqrt(channels * kernel * kernel);
    const weightInitial: Initial =
      initial === 'default'
        ? { kind: 'uniform', bound }
        : { kind: 'normal', deviation: Math.sqrt(2 / (kernel * kernel * filters)) };
    const parameters = [
      this.parameter(`${name}.weight`, [filters, channels, kernel, kernel], weightInitial, { kind: 'conv' }),
    ];
    if (bias) parameters.push(this.parameter(`${name}.bias`, [filters], { kind: 'uniform', bound }));
    const rows = outputSide(height, kernel, stride, padding);
    const columns = outputSide(width, kernel, stride, padding);
    this.multiplyAdds += rows * columns * filters * channels * kernel * kernel;
    const attributes = { stride, bias, ...planConvolution(height, width, kernel, stride, padding) };
    return this.node({ kind: 'conv2d', attributes }, [x], parameters, [rows, columns, filters]);
  }

  /** PyTorch's BatchNorm2d with its defaults: weight 1, bias 0, ε 1e-5, momentum 0.1. */
  batchNorm(x: number, name: string): number {
    const { shape } = this.nodes[x];
    const channels = shape[shape.length - 1];
    const parameters = [
      this.parameter(
        `${name}.weight`,
        [channels],
        { kind: 'constant', value: 1 },
        { kind: 'same' },
        'bias-or-norm',
      ),
      this.parameter(`${name}.bias`, [channels], { kind: 'constant', value: 0 }),
    ];
    this.norms.push({ name, channels });
    const attributes = { norm: this.norms.length - 1, epsilon: 1e-5, momentum: 0.1 };
    return this.node({ kind: 'batch-norm', attributes }, [x], parameters, shape);
  }

  relu(x: number): number {
    return this.node({ kind: 'relu', attributes: {} }, [x], [], this.nodes[x].shape);
  }

  /** Residual sum of two maps of one shape. */
  add(a: number, b: number): number {
    return this.node({ kind: 'add', attributes: {} }, [a, b], [], this.nodes[a].shape);
  }

  /** Square windows without padding; an incomplete last window is dropped, as in PyTorch. */
  maxPool(x: number, size: number, stride = size): number {
    const [height, width, channels] = this.nodes[x].shape;
    const shape = [outputSide(height, size, stride, 0), outputSide(width, size, stride, 0), channels];
    return this.node({ kind: 'max-pool', attributes: { size, stride } }, [x], [], shape);
  }

  /** [N, H, W, C] → [N, C]. */
  globalAveragePool(x: number): number {
    return this.node({ kind: 'global-average-pool', attributes: {} }, [x], [], [this.nodes[x].shape[2]]);
  }

  /** [N, H, W, C] → [N, H·W·C]; a linear layer behind it reorders its weights' columns to PyTorch's (C, H, W). */
  flatten(x: number): number {
    return this.node({ kind: 'flatten', attributes: {} }, [x], [], [product(this.nodes[x].shape)]);
  }

  /** nn.Linear: weight [outputs, inputs] and bias. */
  linear(x: number, { name, outputs, biasInitial = 'default' }: LinearOptions): number {
    const [inputs] = this.nodes[x].shape;
    const initial: Initial = { kind: 'uniform', bound: 1 / Math.sqrt(inputs) };
    const parameters = [
      this.parameter(`${name}.weight`, [outputs, inputs], initial, this.columnOrder(x)),
      this.parameter(
        `${name}.bias`,
        [outputs],
        biasInitial === 'zero' ? { kind: 'constant', value: 0 } : initial,
      ),
    ];
    this.multiplyAdds += inputs * outputs;
    return this.node({ kind: 'linear', attributes: {} }, [x], parameters, [outputs]);
  }

  /** Gives a node a public name; behind a ReLU, `NAME:pre` is its input unless `before` names another node. */
  tap(name: string, node: number, before?: number): void {
    this.taps[name] = node;
    const pre = before ?? (this.nodes[node].kind === 'relu' ? this.nodes[node].inputs[0] : undefined);
    if (pre !== undefined) this.taps[`${name}:pre`] = pre;
  }

  finish(outputs: { logits: number; features: number }): Backbone {
    const { nodes, parameters, norms, taps, multiplyAdds } = this;
    return { nodes, parameters, norms, taps, heads: {}, multiplyAdds, ...outputs };
  }

  private columnOrder(x: number): Layout {
    const node = this.nodes[x];
    if (node.kind !== 'flatten') return { kind: 'same' };
    const [height, width, channels] = this.nodes[node.inputs[0]].shape;
    return { kind: 'flattened', height, width, channels };
  }

  private node(spec: NodeSpec, inputs: number[], parameters: number[], shape: readonly number[]): number {
    this.nodes.push({ ...spec, inputs, parameters, shape });
    return this.nodes.length - 1;
  }

  private parameter(
    name: string,
    shape: number[],
    initial: Initial,
    layout: Layout = { kind: 'same' },
    kind: Parameter['kind'] = shape.length > 1 ? 'weight' : 'bias-or-norm',
  ): number {
    const length = product(shape);
    const engineShape = layout.kind === 'conv' ? [shape[2], shape[3], shape[1], shape[0]] : shape;
    this.parameters.push({ name, shape, offset: this.size, length, kind, layout, engineShape, initial });
    this.size += length;
    return this.parameters.length - 1;
  }
}

function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
