import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../base';
import { escapeHtml, lossCurve } from '../figures';
import type { Figure, PageSection } from '../figures';
import { LOSSES, SITUATION_IN_WORDS, alongLogit, describeLosses } from '../losses/index';
import type { LossDefinition, LossDescription } from '../losses/index';

/** From clearly wrong to clearly right, in steps that show the kinks. */
const LOGITS = Array.from({ length: 49 }, (_, i) => -6 + i / 4);

export const LOSSES_PAGE = {
  title: 'Losses',
  file: 'losses.html',
  lead: 'Every loss of the library: formula, gradient, source, defaults, what other code does differently, and its value and gradient along one logit. Each is proven against an independent implementation, by finite differences and by its own identities.',
} as const;

/** What `pages/losses.html` shows, one section a loss; evaluates each loss on logits along two of them. */
export function lossSections(): PageSection[] {
  const described = describeLosses();
  return [
    {
      heading: 'All losses',
      markdown: `The curves are drawn for one situation: ${SITUATION_IN_WORDS}.`,
      table: {
        caption: 'Losses by name',
        head: ['loss', 'paper', 'basis', 'formula'],
        rows: described.map(({ name, paper, basis, formula }) => [name, paper, basis, formula]),
      },
    },
    ...LOSSES.map((loss, i) => section(loss, described[i])),
  ];
}

function section(loss: LossDefinition, described: LossDescription): PageSection {
  const figure = curves(loss);
  return {
    heading: loss.name,
    html: [facts(described), derivation(loss.name)].join('\n'),
    ...(described.options.length > 0 && {
      table: {
        caption: `Options of ${loss.name}`,
        head: ['option', 'default', 'unit', 'meaning', 'allowed'],
        rows: described.options.map((option) => [
          option.name,
          typeof option.default === 'string' ? option.default : JSON.stringify(option.default),
          option.unit === '1' ? '' : option.unit,
          option.meaning,
          option.range,
        ]),
      },
    }),
    ...(figure && { figure }),
  };
}

function facts({ paper, basis, formula, gradient, source, inputs, optionalInputs, traps }: LossDescription) {
  const optional = optionalInputs.map((name) => `${name} (optional)`);
  const rows: [string, string][] = [
    ['formula', `<code>${escapeHtml(formula)}</code>`],
    ['gradient', `<code>${escapeHtml(gradient)}</code>`],
    ['paper', `${escapeHtml(paper)}, ${basis}`],
    ['defaults and reduction', escapeHtml(source)],
    ['inputs', escapeHtml([...inputs, ...optional].join(', '))],
    ['traps', `<ul>${traps.map((trap) => `<li>${marked(trap)}</li>`).join('')}</ul>`],
  ];
  return `<dl>${rows.map(([term, text]) => `<dt>${term}</dt><dd>${text}</dd>`).join('\n')}</dl>`;
}

/** Text in which names stand between backticks. */
function marked(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

/** The comment that opens the loss's file: it derives the formula, and stands nowhere else. */
function derivation(name: string): string {
  const file = join(projectRoot(), 'lib', 'losses', `${name}.ts`);
  if (!existsSync(file)) return '';
  const comment = /^\/\*\*\n([\s\S]*?)\n \*\//.exec(readFileSync(file, 'utf8'))?.[1];
  if (comment === undefined) return '';
  const text = comment.replace(/^ \* ?/gm, '');
  return `<details><summary>Derivation</summary><pre>${escapeHtml(text)}</pre></details>`;
}

function curves(loss: LossDefinition): Figure | undefined {
  const truth = alongLogit(loss, 0, LOGITS);
  const other = alongLogit(loss, 1, LOGITS);
  if (!truth || !other) return undefined;
  return lossCurve(
    [
      { name: 'logit of the true class', ...truth },
      { name: "logit of the teacher's second class", ...other },
    ],
    { title: `${loss.name}: value and gradient along one logit` },
  );
}
