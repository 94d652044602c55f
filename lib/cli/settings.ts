import { InputError, shown } from '../base';

/** Notebook parameters of `--set NAME=VALUE`; a name given twice takes the last value. */
export function parseSettings(assignments: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    assignments.map((text) => {
      const at = text.indexOf('=');
      if (at >= 1) return [text.slice(0, at), text.slice(at + 1)];
      throw new InputError(`--set: found ${shown(text)}, allowed is NAME=VALUE, such as profile=smoke`);
    }),
  );
}
