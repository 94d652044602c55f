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

  describe('for another loss', () => {
    const a = { name: 'a', options: [option({ name: 'x' }), option({ name: 'y', default: 2 })] };
    const b = { name: 'b', options: [option({ name: 'z', default: 3 })] };
    const nested: OptionDefinition['nested'] = { chosenBy: 'which', owners: [a, b] };
    const holder = (given = nested) =>
      owner(
        option({ name: 'rest', kind: 'options', default: {}, nested: given }),
        option({ name: 'which', kind: 'choice', default: 'a', choices: ['a', 'b'] }),
      );

    it('fills in the defaults of the loss that is named', () => {
      expect(resolveOptions(holder())).toEqual({ which: 'a', rest: { x: 1, y: 2 } });
      expect(resolveOptions(holder(), { rest: { y: 5 } }).rest).toEqual({ x: 1, y: 5 });
      expect(resolveOptions(holder(), { which: 'b' }).rest).toEqual({ z: 3 });
      expect(resolveOptions(holder(), resolveOptions(holder(), { which: 'b' })).rest).toEqual({ z: 3 });
    });

    it('puts defaults of the holder before those of the owner, where the owner has the option', () => {
      const some = holder({ ...nested, defaults: ({ which }) => ({ y: which === 'a' ? 7 : 8, absent: 1 }) });
      expect(resolveOptions(some).rest).toEqual({ x: 1, y: 7 });
      expect(resolveOptions(some, { rest: { y: 5 } }).rest).toEqual({ x: 1, y: 5 });
      expect(resolveOptions(some, { which: 'b' }).rest).toEqual({ z: 3 });
    });

    it('refuses what that loss does not have', () => {
      expect(() => resolveOptions(holder(), { which: 'b', rest: { x: 1 } })).toThrow(
        "'some': option 'rest' for 'b': unknown option 'x', allowed are 'z'",
      );
      expect(() => resolveOptions(holder(), { rest: { x: 'fast' } })).toThrow(
        "'some': option 'rest' for 'a': option 'x': found 'fast'",
      );
    });
  });

  const signs = option({ values: [-1, 1] });
  const count = option({ min: 2, integer: true });
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
    [signs, -1],
    [count, 2],
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
    [signs, 0, '-1 or 1'],
    [count, 1, 'integers from 2'],
    [count, 2.5, 'integers from 2'],
    [inner, [], 'an object of options'],
    [inner, null, 'an object of options'],
  ])('refuses %o: %j', (definition, value, allowed) => {
    expect(() => resolveOptions(owner(definition), { x: value })).toThrow(`allowed: ${allowed}`);
    expect(allowedValues(definition)).toBe(allowed);
  });
});
