import { GraphWriter, product } from './graph-writer';
import type { Initial, NodeSpec } from './module';
import { outputSide, planBorder, planConvolution } from './padding';

export interface ConvOptions {
  /** PyTorch's module name; `.weight` and `.bias` hang on it. */
  name: string;
  filters: number;
  kernel: number;
  /** Default 1. */
  stride?: number;
  /** Zeros on every side. Default 0. */
  padding?: number;
  /** Groups of channels that do not see each other, without bias. Default 1. */
  groups?: number;
  /** Default false. `zero` starts it at 0, `true` as nn.Conv2d does, U(±1/√fan-in). */
  bias?: boolean | 'zero';
  /** `fan-out-normal`: N(0, 2/(k²·filters)); `default`: nn.Conv2d's own U(±1/√fan-in), fan-in k²·channels/groups. */
  initial: 'fan-out-normal' | 'default';
}

export interface LinearOptions {
  name: string;
  outputs: number;
  /** `default` (nn.Linear's own): U(±1/√fan-in); `normal`: N(0, 0.01²). */
  weightInitial?: 'default' | 'normal';
  /** `default` (nn.Linear's own): U(±1/√fan-in); `zero`. */
  biasInitial?: 'default' | 'zero';
}

export interface PoolOptions {
  size: number;
  /** Default `size`. */
  stride?: number;
  /** Border on every side. Default 0. */
  padding?: number;
}

/** Writes a network down layer by layer, in the order of PyTorch's `named_parameters`. */
export class BackboneBuilder extends GraphWriter {
  conv(x: number, options: ConvOptions): number {
    const { name, filters, kernel, stride = 1, padding = 0, groups = 1, bias = false, initial } = options;
    const [height, width, channels] = this.shape(x);
    if (channels % groups !== 0 || filters % groups !== 0 || (bias !== false && groups > 1))
      throw new Error(`conv '${name}': ${groups} groups for ${channels} channels and ${filters} filters`);
    const fanIn = (channels / groups) * kernel * kernel;
    const uniform: Initial = { kind: 'uniform', bound: 1 / Math.sqrt(fanIn) };
    const normal: Initial = { kind: 'normal', deviation: Math.sqrt(2 / (kernel * kernel * filters)) };
    const depthwise = groups > 1 && groups === channels && groups === filters;
    const parameters = [
      this.parameter(
        `${name}.weight`,
        [filters, channels / groups, kernel, kernel],
        initial === 'default' ? uniform : normal,
        { kind: depthwise ? 'depthwise' : 'conv' },
      ),
    ];
    if (bias !== false)
      parameters.push(this.parameter(`${name}.bias`, [filters], bias === 'zero' ? ZERO : uniform));
    const rows = outputSide(height, kernel, stride, padding);
    const columns = outputSide(width, kernel, stride, padding);
    this.count(rows * columns * filters * fanIn);
    const plan = { stride, ...planConvolution(height, width, kernel, stride, padding) };
    const spec: NodeSpec =
      groups === 1
        ? { kind: 'conv2d', attributes: { ...plan, bias: bias !== false } }
        : { kind: depthwise ? 'depthwise-conv2d' : 'grouped-conv2d', attributes: { ...plan, groups } };
    return this.node(spec, [x], parameters, [rows, columns, filters]);
  }

  /** PyTorch's BatchNorm2d with its defaults: weight 1, bias 0, ε 1e-5, momentum 0.1. */
  batchNorm(x: number, name: string): number {
    const shape = this.shape(x);
    const channels = shape[shape.length - 1];
    const one: Initial = { kind: 'constant', value: 1 };
    const parameters = [
      this.parameter(`${name}.weight`, [channels], one),
      this.parameter(`${name}.bias`, [channels], ZERO),
    ];
    const attributes = { norm: this.norm(name, channels), epsilon: 1e-5, momentum: 0.1 };
    return this.node({ kind: 'batch-norm', attributes }, [x], parameters, shape);
  }

  relu(x: number): number {
    return this.node({ kind: 'relu', attributes: {} }, [x], [], this.shape(x));
  }

  /** The value itself, through which no gradient flows. */
  detach(x: number): number {
    return this.node({ kind: 'detach', attributes: {} }, [x], [], this.shape(x));
  }

  /** Residual sum of two maps of one shape. */
  add(a: number, b: number): number {
    if (this.shape(a).join() !== this.shape(b).join())
      throw new Error(`add: shapes [${this.shape(a).join()}] and [${this.shape(b).join()}]`);
    return this.node({ kind: 'add', attributes: {} }, [a, b], [], this.shape(a));
  }

  /** Maps of one size behind each other along the channels. */
  concat(maps: number[]): number {
    const [height, width] = this.shape(maps[0]);
    if (maps.some((map) => this.shape(map)[0] !== height || this.shape(map)[1] !== width))
      throw new Error(`concat: shapes ${maps.map((map) => `[${this.shape(map).join()}]`).join(' and ')}`);
    const channels = maps.reduce((sum, map) => sum + this.shape(map)[2], 0);
    return this.node({ kind: 'concat', attributes: {} }, maps, [], [height, width, channels]);
  }

  /** Channels `from` … `to` − 1. */
  sliceChannels(x: number, from: number, to: number): number {
    const [height, width, channels] = this.shape(x);
    if (!(0 <= from && from < to && to <= channels))
      throw new Error(`sliceChannels: ${from} to ${to} of ${channels} channels`);
    return this.node(
      { kind: 'slice-channels', attributes: { from, to } },
      [x],
      [],
      [height, width, to - from],
    );
  }

  /** ShuffleNet's exchange: [groups, channels/groups] channels in the order of [channels/groups, groups]. */
  channelShuffle(x: number, groups: number): number {
    if (this.shape(x)[2] % groups !== 0)
      throw new Error(`channelShuffle: ${groups} groups of ${this.shape(x)[2]} channels`);
    return this.node({ kind: 'channel-shuffle', attributes: { groups } }, [x], [], this.shape(x));
  }

  /** Square windows, the border −∞; an incomplete last window is dropped, as in PyTorch. */
  maxPool(x: number, size: number, stride = size, padding = 0): number {
    return this.pool('max-pool', x, { size, stride, padding });
  }

  /** Square windows, the zeros of the border counted in the mean, as in PyTorch by default. */
  averagePool(x: number, options: PoolOptions): number {
    return this.pool('average-pool', x, options);
  }

  /** [N, H, W, C] → [N, C]. */
  globalAveragePool(x: number): number {
    return this.node({ kind: 'global-average-pool', attributes: {} }, [x], [], [this.shape(x)[2]]);
  }

  /** [N, H, W, C] → [N, H·W·C]; a linear layer behind it reorders its weights' columns to PyTorch's (C, H, W). */
  flatten(x: number): number {
    return this.node({ kind: 'flatten', attributes: {} }, [x], [], [product(this.shape(x))]);
  }

  /** nn.Linear: weight [outputs, inputs] and bias. */
  linear(x: number, { name, outputs, weightInitial, biasInitial }: LinearOptions): number {
    const [inputs] = this.shape(x);
    const uniform: Initial = { kind: 'uniform', bound: 1 / Math.sqrt(inputs) };
    const weight: Initial = weightInitial === 'normal' ? { kind: 'normal', deviation: 0.01 } : uniform;
    const parameters = [
      this.parameter(`${name}.weight`, [outputs, inputs], weight, this.columnOrder(x)),
      this.parameter(`${name}.bias`, [outputs], biasInitial === 'zero' ? ZERO : uniform),
    ];
    this.count(inputs * outputs);
    return this.node({ kind: 'linear', attributes: {} }, [x], parameters, [outputs]);
  }

  private pool(
    kind: 'max-pool' | 'average-pool',
    x: number,
    { size, stride = size, padding = 0 }: PoolOptions,
  ): number {
    const [height, width, channels] = this.shape(x);
    const sides = [height, width].map((side) => outputSide(side, size, stride, padding));
    const pad = planBorder(height, width, size, stride, padding);
    const attributes = { size, stride, ...(pad && { pad }) };
    return this.node({ kind, attributes }, [x], [], [...sides, channels]);
  }
}

const ZERO: Initial = { kind: 'constant', value: 0 };
