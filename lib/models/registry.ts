import { InputError, oneOf, shown } from '../base/errors';
import { CNNS } from './cnn28';
import type { BuildOptions, ModelDefinition } from './definition';
import { MLP } from './mlp28';
import { MOBILENETS_V1 } from './mobilenet-v1';
import { MOBILENET_V2 } from './mobilenet-v2';
import { PREACT_RESNET } from './preact-resnet';
import { RESNETS } from './resnet';
import { FOUR_STAGE_RESNETS } from './resnet-four-stages';
import { SHUFFLENET_V1 } from './shufflenet-v1';
import { SHUFFLENET_V2 } from './shufflenet-v2';
import { VGGS } from './vgg';
import { WIDE_RESNETS } from './wide-resnet';

/** Every model there is, one line a family. */
export const MODELS: readonly ModelDefinition[] = [
  ...RESNETS,
  ...WIDE_RESNETS,
  ...VGGS,
  MOBILENET_V2,
  SHUFFLENET_V1,
  SHUFFLENET_V2,
  ...FOUR_STAGE_RESNETS,
  ...MOBILENETS_V1,
  PREACT_RESNET,
  ...CNNS,
  MLP,
];

/** What `kdlab models` shows. */
export interface ModelInfo {
  name: string;
  family: string;
  source: string;
  input: { side: number; channels: number };
  /** Trainable numbers. */
  parameters: number;
  /** Multiplications of convolutions and linear layers for one image of the model's own size. */
  multiplyAdds: number;
  /** PyTorch's names and shapes, in order. */
  shapes: { name: string; shape: number[] }[];
  /** Activations that can be tapped. */
  taps: string[];
}

/** Throws InputError with the known names. */
export function findModel(name: string): ModelDefinition {
  const found = MODELS.find((model) => model.name === name);
  if (found) return found;
  throw new InputError(
    `model: found ${shown(name)}, allowed are ${oneOf(MODELS.map((model) => model.name))}`,
  );
}

/** Counts and shapes, without TensorFlow. */
export function modelInfo(name: string, classes = 100): ModelInfo {
  const { family, source, input, build } = findModel(name);
  const options: BuildOptions = { classes, ...input };
  const { parameters, multiplyAdds, taps } = build(options);
  return {
    name,
    family,
    source,
    input,
    parameters: parameters.reduce((sum, { length }) => sum + length, 0),
    multiplyAdds,
    shapes: parameters.map((parameter) => ({ name: parameter.name, shape: [...parameter.shape] })),
    taps: Object.keys(taps),
  };
}
