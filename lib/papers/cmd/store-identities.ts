import { folders } from '../../base';
import { writeClaimResult } from '../../results';
import { describeEnvironment } from '../../training';
import { checkIdentities } from './identities';

/** `node lib/dist/papers/cmd/store-identities.js`: checks the ends of CMD's formula and keeps the evidence of claim M15. */
async function main(): Promise<void> {
  const start = performance.now();
  const identities = await checkIdentities();
  const { node, cpu, commit, date } = describeEnvironment([]);
  for (const { what, differing, compared } of identities) {
    process.stdout.write(`${what}: ${differing} of ${compared} numbers differ\n`);
  }
  const file = writeClaimResult(
    {
      resultVersion: 1,
      paper: 'cmd',
      id: 'M15',
      kind: 'exact',
      values: identities.map(({ differing }) => differing),
      unit: 'weights that differ',
      how: `node lib/dist/papers/cmd/store-identities.js: ${identities.map(({ what }) => what).join('; ')}; ${identities[0].compared} numbers each, after 4 epochs on noisy Fashion-MNIST`,
      seconds: Math.round((performance.now() - start) / 1000),
      environment: { node, cpu, commit, date },
    },
    folders().records,
  );
  process.stdout.write(`${file}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
