import { expect, it } from 'vitest';
import { checkIdentities } from '../../../lib/papers/cmd/identities';

it('zero knowledge is independent training and all knowledge is dml, to the last bit', async () => {
  const identities = await checkIdentities();
  expect(identities).toHaveLength(8);
  for (const { what, differing, compared } of identities) {
    expect(compared, what).toBeGreaterThan(50_000);
    expect(differing, what).toBe(0);
  }
}, 120_000);
