import type { Tensor1D } from '@tensorflow/tfjs-node-gpu';
import { InputError } from '../base';
import type { LossDefinition, LossInputName, LossInputs, LossParts, SampleParts } from './definition';
import { batchMean } from './numerics';

type Present<R extends LossInputName> = { [K in R]-?: NonNullable<LossInputs[K]> };
type Given<R extends LossInputName, O extends LossInputName> = Present<R> & Pick<LossInputs, O>;

interface Described<R extends LossInputName, O extends LossInputName>
  extends Omit<LossDefinition, 'required' | 'optional' | 'evaluate' | 'bySample' | 'trust'> {
  required: readonly R[];
  optional?: readonly O[];
}

interface Trusting<R extends LossInputName, O extends LossInputName, Options> {
  trust?: (inputs: Given<R, O>, options: Options) => Tensor1D | undefined;
}

/**
 * What a loss file writes down: a `LossDefinition` whose functions see inputs and options by their types. Options come
 * resolved: every option of `options` is there, in range.
 */
type LossSource<R extends LossInputName, O extends LossInputName, Options> =
  /** A loss that is a mean over samples: the batch mean is taken here. */
  | (Described<R, O> &
      Trusting<R, O, Options> & {
        bySample: (inputs: Given<R, O>, options: Options) => SampleParts;
        evaluate?: undefined;
      })
  | (Described<R, O> &
      Trusting<R, O, Options> & {
        evaluate: (inputs: Given<R, O>, options: Options) => LossParts;
        bySample?: undefined;
      });

/**
 * Makes the registration object of a loss. Its functions refuse a call without a required input
 * (InputError), so that a method without a teacher cannot be given a loss that needs one.
 */
export function defineLoss<const R extends LossInputName, Options, const O extends LossInputName = never>(
  source: LossSource<R, O, Options>,
): LossDefinition {
  const checked = (inputs: LossInputs): Given<R, O> => {
    for (const name of source.required) {
      if (inputs[name] === undefined) throw new InputError(`loss '${source.name}' needs ${name}`);
    }
    return inputs as Given<R, O>;
  };
  const { bySample, evaluate, trust, ...description } = source;
  const described = {
    ...description,
    optional: source.optional ?? [],
    ...(trust && {
      trust: (inputs: LossInputs, options: unknown) => trust(checked(inputs), options as Options),
    }),
  };
  if (evaluate) {
    return { ...described, evaluate: (inputs, options) => evaluate(checked(inputs), options as Options) };
  }
  const parts = (inputs: LossInputs, options: unknown): SampleParts =>
    bySample(checked(inputs), options as Options);
  return { ...described, bySample: parts, evaluate: (inputs, options) => batchMean(parts(inputs, options)) };
}
