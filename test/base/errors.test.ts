import { describe, expect, it } from 'vitest';
import { InputError, oneOf, shown } from '../../lib/base/errors';

describe('InputError', () => {
  it('is an Error that says its name', () => {
    const error = new InputError('spec.json: wrong');
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.message]).toEqual(['InputError', 'spec.json: wrong']);
  });
});

describe('shown', () => {
  it('quotes text, prints values as JSON and cuts what would flood the terminal', () => {
    expect(shown('kd')).toBe("'kd'");
    expect(shown([1, null])).toBe('[1,null]');
    expect(shown(undefined)).toBe('undefined');
    expect(shown('x'.repeat(200))).toHaveLength(78);
  });
});

describe('oneOf', () => {
  it('lists names as a sentence does', () => {
    expect(oneOf(['a'])).toBe("'a'");
    expect(oneOf(['a', 'b'])).toBe("'a' or 'b'");
    expect(oneOf(['a', 'b', 'c'])).toBe("'a', 'b' or 'c'");
    expect(oneOf([])).toBe('');
  });
});
