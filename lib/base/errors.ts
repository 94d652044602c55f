/**
 * Bad input: a file, field or argument the user can mend. The command line prints the message as its one
 * sentence and exits with code 2. Say what is wrong, in which file or field, what was found and what is allowed.
 */
export class InputError extends Error {
  override name = 'InputError';
}

/** Quotes a value for an error message without flooding the terminal. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** `'a', 'b' or 'c'`, for the "what is allowed" half of a message. */
export function oneOf(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`);
  return quoted.length < 2
    ? quoted.join('')
    : `${quoted.slice(0, -1).join(', ')} or ${quoted[quoted.length - 1]}`;
}
