import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { folders } from '../../lib/base';
import { simulateClaims } from '../../lib/papers';
import { biasedSoftLabels } from '../../lib/papers/biased-soft-labels';
import { simulateClaim } from '../../lib/papers/simulate';
import { readClaimResult } from '../../lib/results';

describe('simulated claims', () => {
  let records: string;
  beforeAll(() => {
    records = mkdtempSync(join(tmpdir(), 'kdlab-claims-'));
    vi.stubEnv('KDLAB_RECORDS', records);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(records, { recursive: true });
  });

  it('are stored where the verdict is read from, the same every time', async () => {
    const claim = biasedSoftLabels.claims.find(({ id }) => id === 'B10b')!;
    const file = await simulateClaim(claim);
    expect(file).toBe(join(folders().records, 'biased-soft-labels', 'claims', 'B10b.json'));
    const first = readClaimResult(records, 'biased-soft-labels', 'B10b')!;
    expect(first).toMatchObject({ kind: 'exact', unit: claim.unit });
    expect(first.values).toHaveLength(2 * 2 * 5 * 2); // families, class counts, increments, indicators
    await simulateClaim(claim);
    expect(readClaimResult(records, 'biased-soft-labels', 'B10b')!.values).toEqual(first.values);
    expect(readFileSync(file, 'utf8')).not.toContain(records);
  });

  it('are refused where a paper has none', async () => {
    await expect(simulateClaims('start')).rejects.toThrow("'start' has no claim that a simulation decides");
  });
});
