/** Names from a file may hold anything; a terminal gets printable characters only, and not too many. */
export function printable(text: string): string {
  const clean = text.replace(/[^\x20-\x7e\u00a1-\u02ff]/g, '?');
  return clean.length > 80 ? `${clean.slice(0, 77)}…` : clean;
}
