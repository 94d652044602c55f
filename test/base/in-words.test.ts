import { describe, expect, it } from 'vitest';
import { counted, roughTime } from '../../lib/base';

describe('counted', () => {
  it('has the plural for every number but 1', () => {
    expect([0, 1, 2].map((count) => counted(count, 'run'))).toEqual(['0 runs', '1 run', '2 runs']);
  });
});

describe('roughTime', () => {
  it('gives minutes up to an hour and a half, one at least, then hours', () => {
    expect([0, 40, 89, 91, 5399, 5400, 9000].map(roughTime)).toEqual([
      '1 minute',
      '1 minute',
      '1 minute',
      '2 minutes',
      '90 minutes',
      '2 hours',
      '3 hours',
    ]);
  });
});
