import type { Command } from 'commander';
import { parseJson, readText, writeResult } from './files';
import { print } from './output';

export function registerLoss(program: Command): void {
  program
    .command('loss')
    .description('evaluates one loss on given logits: value, named parts, gradient')
    .requiredOption('--case <file>', 'a case or an array of cases as JSON; - reads standard input')
    .option('--out <file>', 'writes the answer there instead of to standard output')
    .action(async (options: { case: string; out?: string }) => {
      const value = parseCase(readText(options.case, '--case'), `--case '${options.case}'`);
      const { evaluateCase, evaluateCases } = await import('../losses/index.js');
      const answer = Array.isArray(value) ? evaluateCases(value) : evaluateCase(value);
      const text = `${JSON.stringify(answer)}\n`;
      if (options.out === undefined) print(text);
      else await writeResult(options.out, text);
    });
}

/**
 * JSON, and also the bare NaN and ±Infinity that Python writes: they are refused later with the field they stand in,
 * and in an array only in their own case.
 */
export function parseCase(text: string, source: string): unknown {
  const mark = '\u0000nan';
  const readable = text.replace(
    /"(?:[^"\\]|\\.)*"|(-?)\b(NaN|Infinity)\b/g,
    (found, sign: string, word?: string) =>
      word === undefined ? found : word === 'NaN' ? JSON.stringify(mark) : `${sign}1e999`,
  );
  return parseJson(readable, source, (_, value) => (value === mark ? NaN : value));
}
