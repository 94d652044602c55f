import type { Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { Backbone, GraphNode } from './module';
import { FLOAT, nativeOne } from './native';
import type { Statistics } from './operation';
import { operationOf } from './ops';
import { keptInputs } from './plan';
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
      const norm =
        node.kind === 'batch-norm' || node.kind === 'fused-batch-norm' ? node.attributes.norm : undefined;
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
  backward(gradients: Gradients): (Tensor | undefined)[] {
    this.finish();
    const parameters: (Tensor | undefined)[] = this.backbone.parameters.map(() => undefined);
    for (const id of [...this.plan.order].reverse()) {
      const terms = gradients.get(id);
      gradients.delete(id);
      if (terms && this.plan.learns[id]) this.backwardNode(id, terms, gradients, parameters);
      else terms?.forEach((tensor) => tensor.dispose());
      this.forget(id);
    }
    for (const left of gradients.values()) left.forEach((tensor) => tensor.dispose()); // of the images
    return parameters;
  }

  /** Frees everything without a backward. */
  discard(): void {
    this.finish();
    for (const id of [...this.plan.order].reverse()) this.forget(id);
  }

  private backwardNode(
    id: number,
    terms: Tensor[],
    gradients: Gradients,
    parameters: (Tensor | undefined)[],
  ): void {
    const node = this.node(id);
    const operation = operationOf(node.kind);
    const [gradient, further] = summed(terms, operation.sumsPair ? 2 : 1);
    const result = operation.backward({
      gradient,
      further,
      inputs: node.inputs.map((input) => this.values[input]!),
      output: this.values[id]!,
      saved: this.saved[id],
      inputShapes: node.inputs.map((input) => this.shapes[input]),
      weights: node.parameters.map((parameter) => this.weights[parameter]),
      attributes: node.attributes,
      needsInput: node.inputs.some((input) => this.plan.learns[input]),
    });
    further?.dispose();
    if (!result.inputs.includes(gradient)) gradient.dispose();
    result.weights.forEach((tensor, i) => (parameters[node.parameters[i]] = tensor));
    result.inputs.forEach((tensor, i) => {
      if (tensor) addTerm(gradients, node.inputs[i], tensor);
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
    keptInputs(node.inputs, keeps).forEach((input) => this.release(input));
  }

  private node(id: number): LayerNode {
    return this.plan.nodes[id] as LayerNode;
  }

  private finish(): void {
    if (this.finished)
      throw new Error('ForwardPass: backward or release was called before; a pass serves once');
    this.finished = true;
  }
}

/** What has flowed into each node so far, term by term: some operations add two terms on the way. */
export type Gradients = Map<number, Tensor[]>;

/** Adds a term to a node's gradient and takes it over. */
export function addTerm(gradients: Gradients, id: number, term: Tensor): void {
  const terms = gradients.get(id);
  if (terms) terms.push(term);
  else gradients.set(id, [term]);
}

/** The terms added up until no more than `most` are left; frees what it adds. */
function summed(terms: Tensor[], most: number): Tensor[] {
  const left = [...terms];
  while (left.length > most) {
    const [a, b] = left.splice(0, 2);
    left.push(nativeOne('AddV2', [FLOAT], [a, b]));
    a.dispose();
    b.dispose();
  }
  return left;
}
