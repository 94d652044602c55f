import type { Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { Backbone, GraphNode } from './module';
import { FLOAT, nativeOne } from './native';
import type { Statistics } from './operation';
import { operationOf } from './ops';
import type { Plan } from './plan';

type LayerNode = Exclude<GraphNode, { kind: 'input' }>;

/**
 * One pass through a backbone. The forward records what the backward needs and frees every value as soon as its
 * last reader has run (buffers then stay in the cache, which is 10–25 % of a small net's step); the backward runs
 * the layers in reverse and frees as it goes.
 */
export class Tape {
  private readonly values: (Tensor | undefined)[] = [];
  private readonly shapes: number[][] = [];
  private readonly holders: number[];
  private readonly saved: Tensor[][] = [];
  private finished = false;

  constructor(
    private readonly backbone: Backbone,
    private readonly plan: Plan,
    private readonly weights: readonly Tensor[],
    private readonly training: boolean,
  ) {
    this.holders = [...plan.holders];
  }

  /**
   * @param images [N, H, W, C]; stays the caller's, and must live until the backward
   * @param onStatistics takes the new running statistics of a batch norm (training only)
   */
  forward(
    images: Tensor4D,
    statistics: readonly Statistics[],
    onStatistics: (norm: number, statistics: Statistics) => void,
  ): void {
    this.values[0] = images;
    this.shapes[0] = images.shape;
    this.holders[0] = Infinity;
    for (const id of this.plan.order) {
      const node = this.node(id);
      const norm = node.kind === 'batch-norm' ? node.attributes.norm : undefined;
      const result = operationOf(node.kind).forward({
        inputs: node.inputs.map((input) => this.values[input]!),
        weights: node.parameters.map((parameter) => this.weights[parameter]),
        attributes: node.attributes,
        training: this.training,
        statistics: norm === undefined ? undefined : statistics[norm],
      });
      this.values[id] = result.output;
      this.shapes[id] = result.output.shape;
      if (norm !== undefined && result.statistics) onStatistics(norm, result.statistics);
      for (const input of node.inputs) this.release(input);
      if (this.training && this.plan.learns[id]) this.saved[id] = result.saved ?? [];
      else result.saved?.forEach((tensor) => tensor.dispose());
    }
  }

  /** Value of a node that was planned as an output. */
  value(id: number): Tensor {
    return this.values[id]!;
  }

  /** One holder of a value is done; the last one frees it. */
  release(id: number): void {
    this.holders[id]--;
    if (this.holders[id] !== 0) return;
    this.values[id]!.dispose();
    this.values[id] = undefined;
  }

  /**
   * @param gradients of nodes, taken over and freed
   * @returns the gradient of each parameter that got one, in the parameter's shape
   */
  backward(gradients: Map<number, Tensor>): (Tensor | undefined)[] {
    this.finish();
    const parameters: (Tensor | undefined)[] = this.backbone.parameters.map(() => undefined);
    for (const id of [...this.plan.order].reverse()) {
      const gradient = gradients.get(id);
      gradients.delete(id);
      if (gradient && this.plan.learns[id]) this.backwardNode(id, gradient, gradients, parameters);
      else gradient?.dispose();
      this.forget(id);
    }
    for (const left of gradients.values()) left.dispose(); // of the images
    return parameters;
  }

  /** Frees everything without a backward. */
  discard(): void {
    this.finish();
    for (const id of [...this.plan.order].reverse()) this.forget(id);
  }

  private backwardNode(
    id: number,
    gradient: Tensor,
    gradients: Map<number, Tensor>,
    parameters: (Tensor | undefined)[],
  ): void {
    const node = this.node(id);
    const result = operationOf(node.kind).backward({
      gradient,
      inputs: node.inputs.map((input) => this.values[input]!),
      output: this.values[id]!,
      saved: this.saved[id],
      inputShapes: node.inputs.map((input) => this.shapes[input]),
      weights: node.parameters.map((parameter) => this.weights[parameter]),
      attributes: node.attributes,
      needsInput: node.inputs.some((input) => this.plan.learns[input]),
    });
    if (!result.inputs.includes(gradient)) gradient.dispose();
    result.weights.forEach((tensor, i) => (parameters[node.parameters[i]] = tensor));
    result.inputs.forEach((tensor, i) => {
      if (tensor) accumulate(gradients, node.inputs[i], tensor);
    });
  }

  /** Gives up what a node kept for its backward. */
  private forget(id: number): void {
    if (!this.training || !this.plan.learns[id]) return;
    const node = this.node(id);
    const keeps = operationOf(node.kind).keeps(node.attributes);
    this.saved[id].forEach((tensor) => tensor.dispose());
    this.saved[id] = [];
    if (keeps.output) this.release(id);
    if (keeps.inputs) node.inputs.forEach((input) => this.release(input));
  }

  private node(id: number): LayerNode {
    return this.backbone.nodes[id] as LayerNode;
  }

  private finish(): void {
    if (this.finished)
      throw new Error('ForwardPass: backward or release was called before; a pass serves once');
    this.finished = true;
  }
}

/** Adds a gradient to what has flowed into a node so far; takes both over. */
export function accumulate(gradients: Map<number, Tensor>, id: number, gradient: Tensor): void {
  const before = gradients.get(id);
  if (before === undefined) {
    gradients.set(id, gradient);
    return;
  }
  gradients.set(id, nativeOne('AddV2', [FLOAT], [before, gradient]));
  before.dispose();
  gradient.dispose();
}
