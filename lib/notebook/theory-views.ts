import { theoremCheck } from '../figures';
import type { PageTable } from '../figures';
import { statementVerdicts } from '../theory/index';
import type { TheoremCheck } from '../theory/index';
import { show, showMarkdown } from './display';

/** Shows one executable theorem: what is printed, what holds and why, and the simulation as a figure. */
export async function showTheorem(check: TheoremCheck): Promise<void> {
  const { id, title, source, printed, corrected, derivation, conclusion } = check;
  const { printed: first, corrected: second } = statementVerdicts(check);
  const verdict = `the printed statement ${first}, the corrected one ${second}.`;
  showMarkdown(
    [
      `**${title}** (${source})`,
      `- *printed:* ${literal(printed)}`,
      `- *corrected:* ${literal(corrected)}`,
      `- *derivation:* ${literal(derivation)}`,
      `- *simulation:* ${verdict}`,
      '',
      literal(conclusion),
    ].join('\n'),
  );
  await show(theoremCheck(check), { name: id });
}

/** All checks in one table: what the print and the correction are worth. */
export function theoremTable(checks: readonly TheoremCheck[]): PageTable {
  const digits = (value: number): string => (Math.abs(value) < 1e-9 ? '0' : value.toPrecision(3));
  return {
    caption: `Every executable theorem: statement against simulation (intervals of one line hold together with ${100 * checks[0].level} %)`,
    head: ['result', 'the value that tells most', 'simulated', 'printed', 'corrected'],
    rows: checks.map((check) => {
      const { title, source, headline, values, interval } = check;
      const { printed, corrected } = statementVerdicts(check);
      return [
        { text: title, note: source },
        headline,
        {
          text: digits(values.find(({ label }) => label === headline)!.measured),
          note: interval.map(digits).join(' to '),
        },
        printed,
        corrected,
      ];
    }),
  };
}

/** Statements are plain text: what Markdown would read as markup stands as it is. */
function literal(text: string): string {
  return text.replace(/[\\`*_[\]<>|$#]/g, '\\$&');
}
