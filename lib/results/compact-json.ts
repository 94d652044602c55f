/** JSON for committed files: one field a line, arrays of plain numbers on one line, final newline. */
export function compactJson(value: unknown): string {
  const spread = JSON.stringify(value, null, 1);
  // A newline inside a string is written as \n, so a real one after "[" is always layout.
  const compact = spread.replace(
    /\[\n\s*(-?[\d.][^[\]{}"]*?)\n\s*\]/g,
    (_, numbers: string) => `[${numbers.replace(/\s+/g, ' ')}]`,
  );
  return `${compact}\n`;
}
