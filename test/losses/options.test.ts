import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base';
import { allowedValues, resolveOptions } from '../../lib/losses/options';
import type { OptionDefinition } from '../../lib/losses/index';

const option = (rest: Partial<OptionDefinition>): OptionDefinition => ({
  name: 'x',
  kind: 'number',
  default: 1,
  unit: '1',
  meaning: 'a test',
  ...rest,
});
const owner = (...options: OptionDefinition[]) => ({ name: 'some', options });

describe('resolveOptions', () => {
  it('fills in defaults and keeps what is given', () => {
    const some = owner(option({}), option({ name: 'y', kind: 'boolean', default: true }));
    expect(resolveOptions(some)).toEqual({ x: 1, y: true });
    expect(resolveOptions(some, { y: false })).toEqual({ x: 1, y: false });
    expect(resolveOptions(some, { x: undefined })).toEqual({ x: 1, y: true });
  });

  it('opens its messages with the source', () => {
    expect(() => resolveOptions(owner(), { z: 1 })).toThrow("'some': unknown option 'z', it has none");
    expect(() => resolveOptions(owner(option({})), { z: 1 }, 'method.options')).toThrow(
      "method.options: unknown option 'z', allowed are 'x'",
    );
    expect(() => resolveOptions(owner(option({})), 'fast')).toThrow(InputError);
  });

  const closed = option({ min: 0, max: 1 });
  const open = option({ above: 0 });
  const flag = option({ kind: 'boolean', default: false });
  const choice = option({ kind: 'choice', default: 'a', choices: ['a', 'b'] });
  const clip = option({ default: null, min: 0 });
  const inner = option({ kind: 'options', default: {} });

  it.each<[OptionDefinition, unknown]>([
    [closed, 0],
    [closed, 1],
    [open, 1e-9],
    [flag, true],
    [choice, 'b'],
    [clip, null],
    [clip, 3],
    [inner, { temperature: 2 }],
  ])('allows %o: %j', (definition, value) => {
    expect(resolveOptions(owner(definition), { x: value })).toEqual({ x: value });
  });

  it.each<[OptionDefinition, unknown, string]>([
    [closed, -1e-9, 'finite numbers from 0 up to 1'],
    [closed, 1.1, 'finite numbers from 0 up to 1'],
    [open, 0, 'finite numbers above 0'],
    [open, NaN, 'finite numbers above 0'],
    [open, Infinity, 'finite numbers above 0'],
    [open, '1', 'finite numbers above 0'],
    [open, null, 'finite numbers above 0'],
    [flag, 1, 'true or false'],
    [choice, 'c', "'a' or 'b'"],
    [clip, -1, 'finite numbers from 0 or null'],
    [inner, [], 'an object of options'],
    [inner, null, 'an object of options'],
  ])('refuses %o: %j', (definition, value, allowed) => {
    expect(() => resolveOptions(owner(definition), { x: value })).toThrow(`allowed: ${allowed}`);
    expect(allowedValues(definition)).toBe(allowed);
  });
});
