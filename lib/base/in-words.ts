/** A number with its noun, whose plural has an s: `1 minute`, `5 minutes`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A rough time in seconds as `1 minute` (the least), `18 minutes`, and from an hour and a half on as `2 hours`. */
export function roughTime(seconds: number): string {
  if (seconds < 5400) return counted(Math.max(1, Math.round(seconds / 60)), 'minute');
  return counted(Math.round(seconds / 3600), 'hour');
}
