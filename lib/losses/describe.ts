import type { LossDefinition, LossInputName, OptionValue } from './definition';
import { allowedValues } from './options';

/** One loss as `kdlab losses --json` shows it. */
export interface LossDescription {
  name: string;
  paper: string;
  basis: 'exact' | 'reconstruction';
  formula: string;
  source: string;
  gradient: string;
  traps: string[];
  /** Fields of a case file that must be there. */
  inputs: LossInputName[];
  /** Fields that may be there. */
  optionalInputs: LossInputName[];
  options: { name: string; default: OptionValue; unit: string; meaning: string; range: string }[];
}

export function describeLoss(loss: LossDefinition): LossDescription {
  return {
    name: loss.name,
    paper: loss.paper,
    basis: loss.basis,
    formula: loss.formula,
    source: loss.source,
    gradient: loss.gradient,
    traps: [...loss.traps],
    inputs: [...loss.required],
    optionalInputs: [...loss.optional],
    options: loss.options.map((option) => ({
      name: option.name,
      default: option.default,
      unit: option.unit,
      meaning: option.meaning,
      range: allowedValues(option),
    })),
  };
}
