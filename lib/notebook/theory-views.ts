import { theoremCheck } from '../figures';
import type { PageTable } from '../figures';
import type { TheoremCheck } from '../theory/index';
import { show, showMarkdown } from './display';

/** Shows one executable theorem: what is printed, what holds and why, and the simulation as a figure. */
export async function showTheorem(check: TheoremCheck): Promise<void> {
  const { id, title, source, printed, corrected, derivation, conclusion, holds } = check;
  const verdict = holds.printed
    ? 'The simulation agrees with the printed statement.'
    : 'The simulation excludes the printed statement.';
  const second = holds.corrected
    ? 'It agrees with the corrected one.'
    : 'It excludes the corrected one as well.';
  showMarkdown(
    [
      `**${title}** (${source})`,
      `- *printed:* ${literal(printed)}`,
      `- *corrected:* ${literal(corrected)}`,
      `- *derivation:* ${literal(derivation)}`,
      `- *simulation:* ${verdict} ${second}`,
      '',
      literal(conclusion),
    ].join('\n'),
  );
  await show(theoremCheck(check), { name: id });
}

/** All checks in one table: what the print and the correction are worth. */
export function theoremTable(checks: readonly TheoremCheck[]): PageTable {
  const word = (holds: boolean) => ({ text: holds ? 'agrees' : 'excluded' });
  return {
    caption: 'Every executable theorem: statement against simulation',
    head: [
      'result',
      'where',
      'printed',
      'corrected',
      'the value that tells most',
      'simulated',
      'joint interval',
    ],
    rows: checks.map(({ title, source, holds, headline, values, interval, level }) => [
      title,
      source,
      word(holds.printed),
      word(holds.corrected),
      headline,
      values.find(({ label }) => label === headline)!.measured.toPrecision(3),
      { text: interval.map((end) => end.toPrecision(3)).join(' to '), note: `${100 * level} % together` },
    ]),
  };
}

/** Statements are plain text: what Markdown would read as markup stands as it is. */
function literal(text: string): string {
  return text.replace(/[\\`*_[\]<>|$#]/g, '\\$&');
}
