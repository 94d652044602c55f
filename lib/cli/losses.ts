import type { Command } from 'commander';
import type { LossDescription } from '../losses/index';
import { print, printJson } from './output';

export function registerLosses(program: Command): void {
  program
    .command('losses [names...]')
    .description(
      'every registered loss, or those named: formula, gradient, source, options, traps (`kdlab report` draws their curves in pages/losses.html)',
    )
    .option('--json', 'as an array of objects')
    .action(async (names: string[], { json }: { json?: boolean }) => {
      const { describeLosses, lossByName } = await import('../losses/index.js');
      const chosen = names.map((name) => lossByName(name).name);
      const losses = describeLosses().filter(({ name }) => chosen.length === 0 || chosen.includes(name));
      if (json) return printJson(losses);
      print(losses.map(describe).join('\n\n'));
    });
}

/** One loss as a short paragraph; a table with formulas is too wide for a terminal. */
function describe(loss: LossDescription): string {
  const optional = loss.optionalInputs.map((name) => `[${name}]`);
  const ramp = loss.optionalInputs.includes('epoch') ? '; without epoch no ramp' : '';
  const options = loss.options.map((option, i) => {
    const unit = option.unit === '1' ? '' : ` ${option.unit}`;
    return `  ${i === 0 ? 'options ' : '        '} ${option.name} ${JSON.stringify(option.default)}${unit}: ${option.meaning} (${option.range})`;
  });
  return [
    `${loss.name}: ${loss.paper}, ${loss.basis}`,
    `  formula  ${loss.formula}`,
    `  gradient ${loss.gradient}`,
    `  source   ${loss.source}`,
    `  inputs   ${[...loss.inputs, ...optional].join(', ')}${optional.length > 0 ? ` ([…]: may be absent${ramp})` : ''}`,
    ...options,
    ...loss.traps.map((trap, i) => `  ${i === 0 ? 'traps    ' : '         '}${trap}`),
  ].join('\n');
}
