import { InputError, oneOf, shown } from '../base';
import type { NestedOptions, OptionDefinition, OptionValue } from './definition';

/** Whatever has a name and options: a loss, a method. */
export interface OptionOwner {
  name: string;
  options: readonly OptionDefinition[];
}

/**
 * Options with every default filled in.
 * @param given what the user wrote; absent means all defaults
 * @param source opens the error message, such as `loss 'kd'`
 * Throws InputError for an unknown option, a value of the wrong type or one out of range.
 */
export function resolveOptions(
  owner: OptionOwner,
  given?: unknown,
  source = `'${owner.name}'`,
): Record<string, OptionValue> {
  const values = given === undefined ? {} : plainObject(given, `${source}: options`);
  const names = owner.options.map((option) => option.name);
  for (const name of Object.keys(values)) {
    if (names.includes(name)) continue;
    const allowed = names.length === 0 ? 'it has none' : `allowed are ${oneOf(names)}`;
    throw new InputError(`${source}: unknown option ${shown(name)}, ${allowed}`);
  }
  const resolved: Record<string, OptionValue> = {};
  for (const option of owner.options) {
    const value = values[option.name];
    resolved[option.name] = value === undefined ? option.default : checked(option, value, source);
  }
  for (const option of owner.options) {
    if (option.nested) resolved[option.name] = resolveNested(option, option.nested, resolved, source);
  }
  return resolved;
}

/** The options of the loss that another option names, by that loss's own definitions. */
function resolveNested(
  option: OptionDefinition,
  nested: NestedOptions,
  resolved: Record<string, OptionValue>,
  source: string,
): Record<string, OptionValue> {
  const owner = nested.owners.find(({ name }) => name === resolved[nested.chosenBy])!;
  const known = new Set(owner.options.map(({ name }) => name));
  const ours = Object.entries(nested.defaults?.(resolved) ?? {}).filter(([name]) => known.has(name));
  const given = { ...Object.fromEntries(ours), ...(resolved[option.name] as Record<string, unknown>) };
  return resolveOptions(owner, given, `${source}: option '${option.name}' for '${owner.name}'`);
}

/** What a value of this option may be, in words: `numbers from 0 to 1`, `true or false`, … */
export function allowedValues(option: OptionDefinition): string {
  const orNull = option.default === null ? ' or null' : '';
  switch (option.kind) {
    case 'number':
      return numberRange(option) + orNull;
    case 'boolean':
      return `true or false${orNull}`;
    case 'choice':
      return oneOf(option.choices ?? []) + orNull;
    case 'options':
      return `an object of options${orNull}`;
  }
}

function numberRange({ min, max, above, values, integer }: OptionDefinition): string {
  if (values) return values.join(' or ');
  const lower = above !== undefined ? `above ${above}` : min !== undefined ? `from ${min}` : '';
  const upper = max !== undefined ? `up to ${max}` : '';
  return [integer ? 'integers' : 'finite numbers', lower, upper].filter((part) => part !== '').join(' ');
}

function checked(option: OptionDefinition, value: unknown, source: string): OptionValue {
  if (isAllowed(option, value)) return value;
  throw new InputError(
    `${source}: option '${option.name}': found ${shown(value)}, allowed: ${allowedValues(option)}`,
  );
}

function isAllowed(option: OptionDefinition, value: unknown): value is OptionValue {
  if (value === null) return option.default === null;
  switch (option.kind) {
    case 'number':
      return typeof value === 'number' && isInRange(option, value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string' && (option.choices ?? []).includes(value);
    case 'options':
      return typeof value === 'object' && !Array.isArray(value);
  }
}

function isInRange({ min, max, above, values, integer }: OptionDefinition, value: number): boolean {
  return (
    Number.isFinite(value) &&
    (values === undefined || values.includes(value)) &&
    (!integer || Number.isInteger(value)) &&
    (min === undefined || value >= min) &&
    (max === undefined || value <= max) &&
    (above === undefined || value > above)
  );
}

/** `value` as an object with string keys; throws InputError for null, arrays and the rest. */
export function plainObject(value: unknown, source: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new InputError(`${source}: found ${shown(value)}, allowed is an object`);
}
