import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';

const { countTests } = createRequire(__filename)('../../lib/setup/test.cjs') as {
  countTests(report: unknown, code: number): { passed: number; failed: number; skipped: number };
};

const report = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

describe('countTests', () => {
  it('counts what vitest reports', () => {
    expect(countTests({ ...report, numFailedTests: 2, numTodoTests: 1 }, 1)).toEqual({
      passed: 5,
      failed: 2,
      skipped: 1,
    });
  });

  it('counts a file that could not be loaded, a missing report, and a failure without a test', () => {
    const broken = { status: 'failed', assertionResults: [] };
    expect(countTests({ ...report, testResults: [broken] }, 1).failed).toBe(1);
    expect(countTests(undefined, 1).failed).toBe(1);
    expect(countTests(report, 1).failed).toBe(1);
    expect(countTests(report, 0).failed).toBe(0);
  });
});
