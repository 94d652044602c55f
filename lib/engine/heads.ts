import type { Backbone, GraphNode, Initial, Parameter } from './module';

/**
 * A backbone with one further linear layer on its pooled features, named `heads.NAME`.
 * Detached, the head learns but sends no gradient into the features: it reads them through a `detach` node.
 */
export function withHead(backbone: Backbone, name: string, outputs: number, detach: boolean): Backbone {
  if (name in backbone.heads) throw new Error(`addHead: '${name}' exists already`);
  const [inputs] = backbone.nodes[backbone.features].shape;
  const size = backbone.parameters.reduce((sum, { length }) => sum + length, 0);
  const initial: Initial = { kind: 'uniform', bound: 1 / Math.sqrt(inputs) };
  const common = { layout: { kind: 'same' as const }, initial };
  const weightShape = [outputs, inputs];
  const weight: Parameter = {
    ...common,
    name: `heads.${name}.weight`,
    shape: weightShape,
    engineShape: weightShape,
    offset: size,
    length: outputs * inputs,
    kind: 'weight',
  };
  const bias: Parameter = {
    ...common,
    name: `heads.${name}.bias`,
    shape: [outputs],
    engineShape: [outputs],
    offset: size + weight.length,
    length: outputs,
    kind: 'bias-or-norm',
  };
  const nodes: GraphNode[] = [...backbone.nodes];
  let source = backbone.features;
  if (detach) {
    nodes.push({ kind: 'detach', attributes: {}, inputs: [source], parameters: [], shape: [inputs] });
    source = nodes.length - 1;
  }
  const first = backbone.parameters.length;
  nodes.push({
    kind: 'linear',
    attributes: {},
    inputs: [source],
    parameters: [first, first + 1],
    shape: [outputs],
  });
  const heads = { ...backbone.heads, [name]: nodes.length - 1 };
  return { ...backbone, nodes, heads, parameters: [...backbone.parameters, weight, bias] };
}
