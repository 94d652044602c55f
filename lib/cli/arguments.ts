import { InputError, PROFILES, oneOf, shown } from '../base';
import type { Profile } from '../base';

/** Parsers of option values; each throws InputError that opens with the option's name. */

/** A whole number from 1 to `most`. */
export function positiveInteger(name: string, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^[0-9]+$/.test(text) && value >= 1 && value <= most) return value;
    const bounds = most < Number.MAX_SAFE_INTEGER ? `from 1 to ${most}` : 'from 1';
    throw new InputError(`${name}: found ${shown(text)}, allowed are whole numbers ${bounds}`);
  };
}

/** Names separated by commas, each once. */
export function listOf<T extends string>(name: string, known: readonly T[]): (text: string) => T[] {
  return (text) => {
    const chosen = text.split(',').map((part) => {
      const found = known.find((one) => one === part.trim());
      if (found) return found;
      throw new InputError(`${name}: found ${shown(part.trim())}, allowed is ${oneOf(known)}`);
    });
    return [...new Set(chosen)];
  };
}

export const profiles: (text: string) => Profile[] = listOf('--profile', PROFILES);

/** Collects a repeatable option. */
export function collect(text: string, before: string[]): string[] {
  return [...before, text];
}
