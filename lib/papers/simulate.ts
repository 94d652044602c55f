import { InputError, folders } from '../base';
import type { ClaimDefinition } from '../base';
import { writeClaimResult } from '../results';
import { describeEnvironment } from '../training';
import { PAPERS, paperByName } from './registry';

/**
 * Makes the stored results of simulated and exact claims again, of one paper or of all, each from its own seeds: the same
 * numbers on every machine.
 *
 * @returns the files written
 * @throws InputError where a paper has no such claim
 */
export async function simulateClaims(
  paper?: string,
  onClaim: (claim: ClaimDefinition) => void = () => {},
): Promise<string[]> {
  const papers = paper === undefined ? PAPERS : [paperByName(paper)];
  const claims = papers.flatMap((one) => one.claims).filter(({ simulate }) => simulate);
  if (claims.length === 0)
    throw new InputError(`--simulate: '${paper}' has no claim that a simulation decides`);
  const files: string[] = [];
  for (const claim of claims) {
    onClaim(claim);
    files.push(await simulateClaim(claim));
  }
  return files;
}

/** Makes the stored result of one claim again; returns the file written. */
export async function simulateClaim(claim: ClaimDefinition): Promise<string> {
  const start = performance.now();
  const { values, how } = await claim.simulate!();
  const { node, cpu, commit, date } = describeEnvironment([]);
  return writeClaimResult(
    {
      resultVersion: 1,
      paper: claim.paper,
      id: claim.id,
      kind: claim.kind as 'simulation' | 'exact',
      values: values.map((value) => Number(value.toPrecision(6))),
      unit: claim.unit,
      how,
      seconds: Math.round((performance.now() - start) / 1000),
      environment: { node, cpu, commit, date },
    },
    folders().records,
  );
}
