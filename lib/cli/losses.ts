import type { Command } from 'commander';
import type { LossDescription } from '../losses/index';
import { print, printJson } from './output';

export function registerLosses(program: Command): void {
  program
    .command('losses')
    .description('every registered loss: paper, formula, options, inputs, basis')
    .option('--json', 'as an array of objects')
    .action(async ({ json }: { json?: boolean }) => {
      const { describeLosses } = await import('../losses/index.js');
      const losses = describeLosses();
      if (json) return printJson(losses);
      print(losses.map(describe).join('\n\n'));
    });
}

/** One loss as a short paragraph; a table with formulas is too wide for a terminal. */
function describe(loss: LossDescription): string {
  const optional = loss.optionalInputs.map((name) => `[${name}]`);
  const options = loss.options.map((option, i) => {
    const unit = option.unit === '1' ? '' : ` ${option.unit}`;
    return `  ${i === 0 ? 'options ' : '        '} ${option.name} ${JSON.stringify(option.default)}${unit}: ${option.meaning} (${option.range})`;
  });
  return [
    `${loss.name}: ${loss.paper}, ${loss.basis}`,
    `  formula  ${loss.formula}`,
    `  gradient ${loss.gradient}`,
    `  source   ${loss.source}`,
    `  inputs   ${[...loss.inputs, ...optional].join(', ')}`,
    ...options,
    ...loss.traps.map((trap, i) => `  ${i === 0 ? 'traps    ' : '         '}${trap}`),
  ].join('\n');
}
