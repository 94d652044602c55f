import { describe, expect, it } from 'vitest';
import { allTables, judgePaper, judgeTable } from '../../lib/papers';

describe('judgeTable', () => {
  it('finds the claims of every table, also of papers that another paper stands on', () => {
    for (const table of allTables()) expect(() => judgeTable(table, [])).not.toThrow();
    const idsOf = (paper: string, name: string) =>
      judgeTable(allTables().find((one) => one.paper === paper && one.table === name)!, []).map(
        ({ id }) => id,
      );
    expect(idsOf('proselflc', 'table4')).toContain('M12');
    expect(idsOf('dml', 'two-networks')).toEqual(['M13']);
    expect(idsOf('cmd', 'noise')).toContain('M1');
    expect(idsOf('cmd', 'noise')).not.toContain('M12');
  });

  it('leaves out no claim that rests on runs', () => {
    const resting = judgePaper(undefined, []).filter(({ table }) => table !== undefined);
    const found = allTables().flatMap((table) => judgeTable(table, []));
    expect(found.map(({ id }) => id).sort()).toEqual(resting.map(({ id }) => id).sort());
  });
});
