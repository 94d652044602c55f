import { describe, expect, it } from 'vitest';
import { configId, folders, parseRunSpec } from '../../lib/base';
import { datasetByName } from '../../lib/data';
import { lossByName, resolveOptions } from '../../lib/losses/index';
import { methodByName } from '../../lib/methods';
import { findModel } from '../../lib/models';
import { PAPERS, PROFILE_DATA, allTables, planSweep, publishedValues, tableById } from '../../lib/papers';
import { readRecords } from '../../lib/results';

describe.each(allTables().map((table) => [`${table.paper}/${table.table}`, table] as const))(
  'table %s',
  (id, table) => {
    it('has valid specifications of registered models, methods, losses and data', () => {
      for (const cell of table.cells) {
        const spec = parseRunSpec({ ...cell.spec, seed: 1 }, `${id} ${cell.row} ${cell.column}`);
        datasetByName(spec.data.set);
        for (const model of [spec.model].flat()) findModel(model);
        methodByName(spec.method.name);
        resolveOptions(lossByName(spec.method.loss), spec.method.lossOptions, id);
      }
    });

    it('has one cell at each place and no run twice', () => {
      const places = table.cells.map((cell) => `${cell.row} × ${cell.column}`);
      expect(new Set(places).size).toBe(places.length);
      // A derived cell shares runs by design, and the student alone is one run for all of its teachers' columns.
      const own = table.cells.filter(({ derived, spec }) => !derived && spec.teacher);
      const configs = own.map((cell) => configId({ ...cell.spec, seed: 1 }));
      expect(new Set(configs).size).toBe(configs.length);
    });

    it('differs between the methods of a column in method, its views and teacher alone', () => {
      if (table.methodsIn === 'columns') return;
      for (const column of new Set(table.cells.map((cell) => cell.column))) {
        const rest = table.cells
          .filter((cell) => cell.column === column && !cell.derived)
          .map(({ spec: { method: _method, teacher: _teacher, data, ...same } }) => {
            const { views = { weak: {} }, ...images } = data;
            // A strong view is the weak one with a policy; crop and flip are the column's.
            const shapes = Object.values(views).map(({ policy: _policy, ...shape }) => JSON.stringify(shape));
            return JSON.stringify([same, images, ...new Set(shapes)]);
          });
        expect(new Set(rest).size).toBeLessThanOrEqual(1);
      }
    });

    it('runs at smoke on the embedded data', () => {
      const smoke = table.cells.filter(({ profile }) => profile === 'smoke');
      expect(smoke.length).toBeGreaterThan(0);
      for (const { spec } of smoke) expect(spec.data.set).toBe('fashion-mnist-cut');
    });

    it('finds its published values under the rows it names', () => {
      if (!table.published) return;
      const { place = (value) => value } = table.published;
      const published = publishedValues(table).flatMap((value) => place(value) ?? []);
      const rows = new Set(published.map(({ row }) => row));
      for (const name of Object.values(table.published.rows ?? {})) expect(rows).toContain(name);
      // Of Tiny-ImageNet only other pairs are published.
      if (id === 'crld/tiny-imagenet') return;
      const columns = new Set(published.map(({ column }) => column));
      for (const { column, profile } of table.cells)
        if (profile === 'paper') expect(columns).toContain(column);
    });
  },
);

describe('claims', () => {
  const claims = PAPERS.flatMap((paper) =>
    paper.claims.map((claim) => [`${paper.name} ${claim.id}`, claim] as const),
  );

  it('have an id of their own and a way to be decided, or say what that needs', () => {
    expect(new Set(claims.map(([name]) => name)).size).toBe(claims.length);
    for (const [name, { runs, result, needs }] of claims) expect(runs ?? result ?? needs, name).toBeDefined();
    for (const [name, { kind, simulate }] of claims) {
      if (simulate) expect(kind, name).toMatch(/^(simulation|exact)$/);
    }
  });

  it.each(claims.filter(([, { runs }]) => runs))(
    '%s points at cells of its table, with seeds enough',
    (_name, claim) => {
      expect(claim.runs!.seeds).toBeGreaterThanOrEqual(3);
      const table = tableById(
        claim.runs!.table.includes('/') ? claim.runs!.table : `${claim.paper}/${claim.runs!.table}`,
      );
      for (const wanted of claim.runs!.cells) {
        expect(table.cells).toContainEqual(
          expect.objectContaining({ ...wanted, profile: claim.runs!.profile }),
        );
      }
    },
  );
});

describe('profiles', () => {
  it('have names of their own', () => {
    const names = PROFILE_DATA.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('planSweep', () => {
  const table = tableById('start/cifar100');
  const records = readRecords(folders().records);

  it('plans what has no record, seed by seed', () => {
    const plan = planSweep(table, { profiles: ['cpu'], seeds: 2 }, []);
    expect(plan.missing.map(({ cell, spec }) => `${cell.row}-${spec.seed}`)).toEqual(
      [1, 2].flatMap((seed) => ['ce', 'label-smoothing', 'kd', 'dkd'].map((row) => `${row}-${seed}`)),
    );
    expect(plan.seconds).toBeGreaterThan(0);
  });

  it('finds the stored records finished', () => {
    const plan = planSweep(table, { profiles: ['cpu'], seeds: 3 }, records);
    expect(plan.missing).toEqual([]);
    expect(plan.finished).toHaveLength(12);
    expect(planSweep(table, { profiles: ['cpu'], seeds: 4 }, records).missing).toHaveLength(4);
  });

  it('refuses an unknown row and a profile without cells', () => {
    expect(() => planSweep(table, { profiles: ['cpu'], only: ['nonsense'] }, [])).toThrow(/nonsense/);
    expect(() => planSweep(tableById('start/fashion-mnist'), { profiles: ['paper'] }, [])).toThrow(/paper/);
  });
});
