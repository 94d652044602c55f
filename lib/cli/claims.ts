import type { Command } from 'commander';
import { folders } from '../base';
import { note, print, printJson, printTable } from './output';

export function registerClaims(program: Command): void {
  program
    .command('claims [paper]')
    .description(
      'every claim with verdict, claimed side and margin, effect, interval, number of seeds (or timings, draws) and profile; with --json also the records behind it',
    )
    .option(
      '--simulate',
      'first makes the stored results of simulated and exact claims again (seeded, a minute or two)',
    )
    .option('--json', 'as an array of objects')
    .action(async (paper: string | undefined, { json, simulate }: { json?: boolean; simulate?: boolean }) => {
      const { claimTerms, judgePaper, simulateClaims } = await import('../papers/index.js');
      if (simulate) await simulateClaims(paper, (claim) => note(`simulating ${claim.paper} ${claim.id}`));
      const { claimedSide, readRecords, signedNumber, verdictCounts } = await import('../results/index.js');
      const claims = judgePaper(paper, readRecords(folders().records));
      if (json) return printJson(claims);
      printTable(
        ['claim', 'verdict', 'claimed', 'effect [95 % interval]', 'n', 'profile', 'statement'],
        claims.map((claim) => [
          `${claim.paper} ${claim.id}`,
          claim.text,
          claimedSide(claim),
          claim.effect === undefined
            ? ''
            : `${signedNumber(claim.effect)} [${signedNumber(claim.interval!.low)}, ${signedNumber(claim.interval!.high)}] ${claim.unit}`,
          claim.values.length > 0 ? claim.values.length : '',
          claim.profile ?? '',
          claim.statement,
        ]),
      );
      for (const term of claimTerms(paper)) print(term);
      print(verdictCounts(claims));
    });
}
