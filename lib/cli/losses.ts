import type { Command } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { InputError } from '../base';
import { print, printJson, printTable, readJson } from './output';

export function registerLosses(program: Command): void {
  program
    .command('losses')
    .description('every registered loss: paper, formula, options, inputs, basis')
    .option('--json', 'as an array of objects')
    .action(async ({ json }: { json?: boolean }) => {
      const { describeLosses } = await import('../losses/index.js');
      const losses = describeLosses();
      if (json) return printJson(losses);
      printTable(
        ['loss', 'paper', 'basis', 'formula', 'options'],
        losses.map((loss) => [
          loss.name,
          loss.paper,
          loss.basis,
          loss.formula,
          loss.options.map((option) => `${option.name} ${JSON.stringify(option.default)}`).join('\n'),
        ]),
      );
    });

  program
    .command('loss')
    .description('evaluates one loss on given logits: value, named parts, gradient')
    .requiredOption('--case <file>', 'a case or an array of cases as JSON; - reads standard input')
    .option('--out <file>', 'writes the answer there instead of to standard output')
    .action(async (options: { case: string; out?: string }) => {
      const { evaluateCase, evaluateCases } = await import('../losses/index.js');
      const value = readJson(options.case, '--case');
      const answer = Array.isArray(value) ? evaluateCases(value) : evaluateCase(value);
      const text = `${JSON.stringify(answer)}\n`;
      if (options.out === undefined) return print(text);
      await writeResult(options.out, text);
    });
}

/** Writes a result file whole or not at all. */
export async function writeResult(file: string, text: string): Promise<void> {
  try {
    await writeFileAtomic(file, text);
  } catch (error) {
    throw new InputError(
      `--out '${file}': cannot be written (${(error as NodeJS.ErrnoException).code}); a file in an existing, writable folder is needed`,
    );
  }
}
