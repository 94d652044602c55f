import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { InputError, oneOf, shown } from '../base/errors';
import type {
  ForwardOptions,
  ForwardPass,
  FrozenModel,
  NamedArrays,
  Network,
  OutputGradients,
  RegressorOptions,
} from './definition';
import { FlatVector } from './flat-parameters';
import { withHead } from './heads';
import { initialValues } from './initialise';
import type { Backbone } from './module';
import type { Statistics } from './operation';
import { planPass } from './plan';
import type { Plan } from './plan';
import { withRegressor } from './regressor';
import { readState, writeState } from './state';
import { addTerm, Tape } from './tape';
import type { Gradients } from './tape';
import { tf } from './tensorflow';

type Evaluation = ReturnType<FrozenModel['evaluate']>;

/** A backbone with parameters and running statistics: the `Network` everything above the engine sees. */
export class GraphNetwork implements Network {
  readonly flat: FlatVector;
  private readonly statistics: Statistics[];
  private readonly plans = new Map<string, Plan>();

  /**
   * @param values one array a parameter, in the engine's layout
   * @param statistics running statistics, taken over; by default mean 0 and variance 1
   */
  constructor(
    readonly name: string,
    readonly classes: number,
    private backbone: Backbone,
    values: readonly Float32Array[],
    statistics?: readonly Statistics[],
  ) {
    this.flat = new FlatVector(backbone.parameters, values);
    this.statistics = backbone.norms.map(({ channels }, norm) => ({
      mean: tf.keep(statistics?.[norm].mean ?? tf.zeros([channels])),
      variance: tf.keep(statistics?.[norm].variance ?? tf.ones([channels])),
    }));
  }

  get parameterCount(): number {
    return this.flat.size;
  }

  get parameters(): Backbone['parameters'] {
    return this.backbone.parameters;
  }

  get tapNames(): readonly string[] {
    return Object.keys(this.backbone.taps);
  }

  forward(images: Tensor4D, options: ForwardOptions = {}): ForwardPass {
    const taps = this.tapNodes(options.tap ?? []);
    const { logits, features, heads } = this.backbone;
    const nodes = [logits, features, ...Object.values(taps), ...Object.values(heads)];
    const tape = this.run(images, nodes, true, options.keepStatistics);
    const valuesOf = (named: Readonly<Record<string, number>>) =>
      mapValues(named, (node) => tape.value(node));
    return {
      logits: tape.value(logits) as Tensor2D,
      features: tape.value(features) as Tensor2D,
      taps: valuesOf(taps),
      heads: valuesOf(heads) as Record<string, Tensor2D>,
      backward: (gradients) => {
        const entries = gradientEntries(gradients, { logits, features, taps, heads });
        for (const node of nodes) tape.release(node);
        const flowing: Gradients = new Map();
        for (const [node, gradient] of entries) addTerm(flowing, node, gradient);
        this.flat.addGradients(tape.backward(flowing));
      },
      release: () => {
        tape.discard();
        for (const node of nodes) tape.release(node);
      },
    };
  }

  logits(images: Tensor4D): Tensor2D {
    return this.run(images, [this.backbone.logits], false).value(this.backbone.logits) as Tensor2D;
  }

  evaluate(images: Tensor4D, tap: readonly string[] = []): Evaluation {
    const taps = this.tapNodes(tap);
    const { logits, features } = this.backbone;
    const tape = this.run(images, [logits, features, ...Object.values(taps)], false);
    const seen = new Set<number>();
    // The caller disposes each of them, so a value asked for under two names needs two handles.
    const own = (node: number): Tensor => {
      const value = tape.value(node);
      if (seen.has(node)) return value.clone();
      seen.add(node);
      return value;
    };
    return {
      logits: own(logits) as Tensor2D,
      features: own(features) as Tensor2D,
      taps: mapValues(taps, own),
    };
  }

  addHead(name: string, outputs: number, options: { detach: boolean; seed: number }): void {
    this.grow(withHead(this.backbone, name, outputs, options.detach), options.seed);
  }

  addRegressor(name: string, options: RegressorOptions & { seed: number }): void {
    this.grow(withRegressor(this.backbone, name, options), options.seed);
  }

  state(): NamedArrays {
    return writeState(this.backbone, this.flat.value, this.statistics);
  }

  loadState(state: NamedArrays, source: string): void {
    const loaded = readState(this.backbone, state, `${source} (${this.name})`);
    this.flat.replace(loaded.value);
    loaded.statistics.forEach((statistics, norm) => this.setStatistics(norm, statistics));
  }

  /** A copy with parameters and statistics of its own. */
  copy(): GraphNetwork {
    const statistics = this.statistics.map(({ mean, variance }) => ({
      mean: mean.clone(),
      variance: variance.clone(),
    }));
    const values = [this.flat.value.dataSync() as Float32Array];
    return new GraphNetwork(this.name, this.classes, this.backbone, values, statistics);
  }

  dispose(): void {
    this.flat.dispose();
    for (const { mean, variance } of this.statistics) {
      mean.dispose();
      variance.dispose();
    }
  }

  /** Takes on a backbone that goes on where this one ends. */
  private grow(extended: Backbone, seed: number): void {
    const added = extended.parameters.slice(this.backbone.parameters.length);
    const values = added.map((parameter) => initialValues(parameter, seed));
    this.flat.extend(extended.parameters, values);
    for (const { channels } of extended.norms.slice(this.backbone.norms.length)) {
      this.statistics.push({ mean: tf.keep(tf.zeros([channels])), variance: tf.keep(tf.ones([channels])) });
    }
    this.backbone = extended;
    this.plans.clear();
  }

  private run(images: Tensor4D, outputs: readonly number[], training: boolean, keepStatistics = false): Tape {
    this.checkImages(images);
    const key = `${training}|${outputs.join()}`;
    let plan = this.plans.get(key);
    if (plan === undefined) this.plans.set(key, (plan = planPass(this.backbone, outputs, training)));
    const tape = new Tape(this.backbone, plan, this.flat.weights(), training);
    tape.forward(images, this.statistics, (norm, statistics) => {
      if (keepStatistics) tf.dispose([statistics.mean, statistics.variance]);
      else this.setStatistics(norm, statistics);
    });
    return tape;
  }

  private setStatistics(norm: number, { mean, variance }: Statistics): void {
    this.statistics[norm].mean.dispose();
    this.statistics[norm].variance.dispose();
    this.statistics[norm] = { mean: tf.keep(mean), variance: tf.keep(variance) };
  }

  private checkImages({ shape }: Tensor4D): void {
    const expected = this.backbone.nodes[0].shape;
    if (expected.some((side, axis) => shape[axis + 1] !== side)) {
      throw new InputError(
        `${this.name}: found images of shape [${shape.join()}], built for [N,${expected.join()}]`,
      );
    }
  }

  private tapNodes(names: readonly string[]): Record<string, number> {
    const { taps } = this.backbone;
    const node = (name: string): number => {
      if (name in taps) return taps[name];
      throw new InputError(
        `${this.name}: no activation ${shown(name)}, allowed are ${oneOf(Object.keys(taps))}`,
      );
    };
    return Object.fromEntries(names.map((name) => [name, node(name)]));
  }
}

/** The given gradients with the nodes they belong to. */
function gradientEntries(
  gradients: OutputGradients,
  nodes: Pick<Backbone, 'logits' | 'features' | 'taps' | 'heads'>,
): [number, Tensor][] {
  const entries: [number | undefined, Tensor | undefined, string][] = [
    [nodes.logits, gradients.logits, 'logits'],
    [nodes.features, gradients.features, 'features'],
    ...Object.entries(gradients.taps ?? {}).map(
      ([name, tensor]) => [nodes.taps[name], tensor, name] as [number, Tensor, string],
    ),
    ...Object.entries(gradients.heads ?? {}).map(
      ([name, tensor]) => [nodes.heads[name], tensor, name] as [number, Tensor, string],
    ),
  ];
  return entries.flatMap(([node, gradient, name]) => {
    if (gradient === undefined) return [];
    if (node === undefined)
      throw new Error(`backward: a gradient for '${name}', which this pass did not hand out`);
    return [[node, gradient] as [number, Tensor]];
  });
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
