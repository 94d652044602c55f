import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kdlab, ownFolders } from './program';

describe('kdlab claims', () => {
  it('gives verdict, effect, interval, seeds, profile and records', () => {
    const claims = JSON.parse(kdlab(['claims', 'start', '--json']).stdout) as Record<string, unknown>[];
    expect(claims.map(({ id }) => id)).toEqual(['S1', 'S2', 'S3', 'S4']);
    for (const claim of claims) {
      expect(claim).toMatchObject({
        verdict: expect.any(String) as string,
        values: expect.any(Array) as unknown[],
      });
      expect((claim.records as string[]).length).toBeGreaterThanOrEqual(6);
    }
    expect(kdlab(['claims', 'start']).stdout).toMatch(/^4 supported$/m);
    const { stdout } = kdlab(['claims']);
    expect(stdout).toMatch(/^\d+ supported, .*\d+ not testable here$/m);
    expect(stdout).toMatch(/B10 .* < 0\.001 .* \+0\.00055 \[\+0\.00043, \+0\.00067\]/);
    expect(stdout).toMatch(/^SBT α1\/α2\/α3: /m);
  });

  it('says what is missing where there are no records', () => {
    const claims = JSON.parse(kdlab(['claims', '--json'], { environment: ownFolders() }).stdout) as {
      text: string;
    }[];
    const missing =
      /^not run( \(about \d+ (minutes?|hours) at (quick|cpu)\))?$|^not testable here \(needs .+\)$/;
    for (const { text } of claims) expect(text).toMatch(missing);
  });
});

describe('kdlab export', () => {
  it('writes csv, latex and markdown', () => {
    const { stdout, code } = kdlab(['export', 'start/fashion-mnist', '--format', 'csv,latex,markdown']);
    expect(code).toBe(0);
    expect(stdout).toContain('\\begin{tabular}');
    expect(stdout).toMatch(/\| *-+/);
    expect(stdout).toContain('label-smoothing');
  });
});

describe('kdlab models', () => {
  it('gives the sizes of the public definitions', () => {
    const models = JSON.parse(kdlab(['models', '--json']).stdout) as {
      name: string;
      parameters: number;
      multiplyAdds: number;
    }[];
    const size = (name: string) => models.find((model) => model.name === name)?.parameters;
    expect(size('resnet20')).toBe(278324);
    expect(size('resnet8x4')).toBe(1233540);
    expect(size('wrn_16_2')).toBe(703284);
    for (const model of models) expect(model.multiplyAdds).toBeGreaterThan(0);
  });
});

describe('kdlab data', () => {
  it('lists the embedded set as here', () => {
    const sets = JSON.parse(kdlab(['data', 'list', '--json']).stdout) as { name: string; present: boolean }[];
    expect(sets.find(({ name }) => name === 'fashion-mnist-cut')?.present).toBe(true);
    expect(sets.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['cifar10', 'cifar100', 'mnist', 'fashion-mnist']),
    );
  });
});

describe('kdlab report', () => {
  it('rebuilds figures and pages from the stored records', () => {
    const { KDLAB_PAGES, KDLAB_FIGURES } = ownFolders();
    const answer = kdlab(['report'], { environment: { KDLAB_PAGES, KDLAB_FIGURES } });
    expect(answer.code, answer.stderr).toBe(0);
    expect(readdirSync(KDLAB_FIGURES).filter((name) => name.endsWith('.png')).length).toBeGreaterThanOrEqual(
      5,
    );
    const page = readFileSync(join(KDLAB_PAGES, 'start.html'), 'utf8');
    expect(page).toContain('scaled-down only');
    expect(page).not.toMatch(/(src|href)="https?:/);
    const index = readFileSync(join(KDLAB_PAGES, 'index.html'), 'utf8');
    for (const [, href] of index.matchAll(/<a href="([^"#]+)"/g)) {
      expect(existsSync(join(KDLAB_PAGES, href)), href).toBe(true);
    }
    expect(index).toContain('explorer.html');
    // Every cell of the stored runs can be found in the explorer.
    expect(readFileSync(join(KDLAB_PAGES, 'explorer.html'), 'utf8')).toContain('start/fashion-mnist');
  }, 90_000);
});

describe('kdlab notebook', () => {
  it('executes the start notebook at smoke into another folder', () => {
    const output = mkdtempSync(join(tmpdir(), 'kdlab-notebook-'));
    const source = readFileSync('notebooks/00-start-here.ipynb', 'utf8');
    const answer = kdlab(
      ['notebook', '00-start-here', '--set', 'profile=smoke', '--set', 'seeds=1', '--output', output],
      { environment: { ...ownFolders(), KDLAB_RECORDS: join(process.cwd(), 'data', 'records') } },
    );
    expect(answer.code, answer.stdout.slice(-2000) + answer.stderr).toBe(0);
    expect(readFileSync('notebooks/00-start-here.ipynb', 'utf8')).toBe(source);
    const { cells } = JSON.parse(readFileSync(join(output, '00-start-here.ipynb'), 'utf8')) as {
      cells: {
        cell_type: string;
        outputs?: { output_type: string; name?: string; data?: Record<string, unknown> }[];
      }[];
    };
    const outputs = cells.flatMap((cell) => cell.outputs ?? []);
    expect(outputs.filter(({ output_type, name }) => output_type === 'error' || name === 'stderr')).toEqual(
      [],
    );
    const figures = outputs.filter(({ data }) => data?.['application/vnd.plotly.v1+json']);
    expect(figures.length).toBeGreaterThanOrEqual(7);
    for (const { data } of figures) expect(data).toHaveProperty('image/png');
  }, 120_000);

  it('refuses an unknown parameter', () => {
    expect(kdlab(['notebook', '00-start-here', '--set', 'nonsense=1']).code).toBe(2);
  });
});
