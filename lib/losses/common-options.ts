import type { OptionDefinition } from './definition';

/** Options that several losses share: the same word means the same everywhere; only the default differs. */

/** A factor or other dimensionless number from 0. */
export function weight(name: string, value: number, meaning: string): OptionDefinition {
  return { name, kind: 'number', default: value, unit: '1', meaning, min: 0 };
}

export const ceWeight = (value: number): OptionDefinition =>
  weight('ceWeight', value, 'multiplies the cross-entropy with the labels');

export const kdWeight = (value: number): OptionDefinition =>
  weight('kdWeight', value, 'multiplies the distillation part');

export const temperature = (value: number): OptionDefinition => ({
  name: 'temperature',
  kind: 'number',
  default: value,
  unit: '1',
  meaning: 'T in softmax(z/T)',
  above: 0,
});

export const smoothing = (value: number, what: string): OptionDefinition => ({
  name: 'smoothing',
  kind: 'number',
  default: value,
  unit: '1',
  meaning: `ε, ${what}`,
  min: 0,
  max: 1,
});

export const detachTarget: OptionDefinition = {
  name: 'detachTarget',
  kind: 'boolean',
  default: false,
  unit: '1',
  meaning: 'whether the model’s own prediction in the target is a constant: no gradient through it',
};

export const warmupEpochs = (value: number, what: string): OptionDefinition => ({
  name: 'warmupEpochs',
  kind: 'number',
  default: value,
  unit: 'epochs',
  meaning: `${what} ramp up as min((epoch + 1)/warmupEpochs, 1); 0: no ramp`,
  min: 0,
});
