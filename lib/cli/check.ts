import type { Command } from 'commander';
import type { CheckFiles } from './check-files';
import { positiveInteger } from './arguments';
import { note, print, printJson } from './output';

interface CheckOptions extends CheckFiles {
  json?: boolean;
  html?: string;
}

export function registerCheck(program: Command): void {
  program
    .command('check')
    .description(
      'the biased-soft-label report: unreliability, ambiguity, conditions of Theorems 1 and 2, distances',
    )
    .option('--soft-labels <file>', 'N×C probabilities, .npy (optional with --candidates)')
    .requiredOption('--labels <file>', 'N true labels, .npy of integers')
    .option('--candidates <file>', 'N×C of 0/1, .npy: candidate sets instead of top-k sets')
    .option('--k <k>', 'headline k, default min(4, C−1)', positiveInteger('--k'))
    .option(
      '--resamples <n>',
      'bootstrap resamples over samples',
      positiveInteger('--resamples', 100_000),
      1000,
    )
    .option('--seed <s>', 'seed of the bootstrap', positiveInteger('--seed'), 1)
    .option('--html <file>', 'writes the report as a page with figures besides (one file, without scripts)')
    .option('--json', 'the report as an object')
    .action(async (options: CheckOptions) => {
      const { checkFiles, checkPage } = await import('./check-files.js');
      const page = options.html === undefined ? undefined : checkPage(options, options.html);
      const report = checkFiles(options);
      if (page) note(`page: ${await page(report)}`);
      if (options.json) return printJson(report);
      const { describeCheck } = await import('../theory/index.js');
      print(describeCheck(report));
    });
}
