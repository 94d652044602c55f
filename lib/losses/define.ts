import { InputError } from '../base';
import type { LossDefinition, LossInputName, LossInputs, LossParts } from './definition';

type Present<R extends LossInputName> = { [K in R]-?: NonNullable<LossInputs[K]> };

/** What a loss file writes down: a `LossDefinition` whose `evaluate` sees its inputs and options by their types. */
interface LossSource<R extends LossInputName, O extends LossInputName, Options>
  extends Omit<LossDefinition, 'required' | 'optional' | 'evaluate'> {
  required: readonly R[];
  optional?: readonly O[];
  /** @param options resolved: every option of `options` is there, in range */
  evaluate(inputs: Present<R> & Pick<LossInputs, O>, options: Options): LossParts;
}

/**
 * Makes the registration object of a loss. Its `evaluate` refuses a call without a required input
 * (InputError), so that a method without a teacher cannot be given a loss that needs one.
 */
export function defineLoss<const R extends LossInputName, Options, const O extends LossInputName = never>(
  source: LossSource<R, O, Options>,
): LossDefinition {
  return {
    ...source,
    optional: source.optional ?? [],
    evaluate(inputs, options) {
      for (const name of source.required) {
        if (inputs[name] === undefined) throw new InputError(`loss '${source.name}' needs ${name}`);
      }
      return source.evaluate(inputs as Present<R> & Pick<LossInputs, O>, options as Options);
    },
  };
}
