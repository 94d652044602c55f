import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../lib/base';
import { closeBrowser, withBrowser } from '../../lib/figures/browser';
import { explorerDocument } from '../../lib/figures/explorer/document';
import { exploreTheory } from '../../lib/figures/explorer/model';
import { writeExplorerPage } from '../../lib/figures/explorer/page';
import { pointAt } from '../../lib/figures/explorer/points';
import type { MeasuredPoint } from '../../lib/figures/explorer/points';
import { DEFAULT_SETTINGS } from '../../lib/figures/explorer/settings';
import type { ExplorerSettings } from '../../lib/figures/explorer/settings';
import { describeModel } from '../../lib/figures/explorer/verdict';
import { escapeHtml } from '../../lib/figures/escape';
import { encodeNpy } from '../../lib/formats';
import { kdlab } from '../cli/program';

/** Made-up runs, far enough from each other for a pointer; the stored ones are tested with the points. */
const point = (more: Partial<MeasuredPoint>): MeasuredPoint => ({
  table: 'paper/table',
  row: 'kd',
  column: 'teacher->student on data',
  profile: 'cpu',
  source: 'teacher',
  split: 'test',
  seeds: 3,
  classes: 20,
  accuracy: 71.25,
  k: [1, 2, 3, 4, 5],
  unreliability: [0.5, 0.3, 0.2, 0.1234, 0.1],
  ambiguity: [0.1, 0.15, 0.2, 0.2345, 0.3],
  ...more,
});
const points = [
  point({ row: 'ce', source: 'labels', unreliability: [0, 0, 0, 0, 0], ambiguity: [0, 1, 1, 1, 1] }),
  point({}),
  point({ row: '<b>proden</b>', source: 'candidates', k: [], unreliability: [0.3], ambiguity: [0.7] }),
];
let folder = '';
let file = '';
const at = (name: string): string => join(folder, name);
const put = (name: string, content: Uint8Array | string): void => writeFileSync(at(name), content);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kdlab-explorer-'));
  file = await writeExplorerPage(join(folder, 'pages'), points);
  const [samples, classes] = [400, 6];
  const stream = new RandomStream(1, 'drop');
  const labels = Int32Array.from({ length: samples }, (_, n) => n % classes);
  const rows = new Float32Array(samples * classes);
  for (let n = 0; n < samples; n++) {
    const row = rows.subarray(n * classes, (n + 1) * classes);
    for (let c = 0; c < classes; c++) row[c] = Math.exp(1.5 * stream.normal() + (c === labels[n] ? 2 : 0));
    const sum = row.reduce((a, b) => a + b, 0);
    for (let c = 0; c < classes; c++) row[c] /= sum;
  }
  put('p.npy', encodeNpy(rows, [samples, classes]));
  put('y.npy', encodeNpy(labels, [samples]));
  put(
    'sets.npy',
    encodeNpy(
      Uint8Array.from(rows, (value) => (value > 0.05 ? 1 : 0)),
      [samples, classes],
    ),
  );
  put('short.npy', encodeNpy(labels.subarray(0, 7), [7]));
  put(
    'far.npy',
    encodeNpy(
      labels.map((label) => label + 1),
      [samples],
    ),
  );
  put(
    'half.npy',
    encodeNpy(
      rows.map((value) => value / 2),
      [samples, classes],
    ),
  );
  put(
    'nan.npy',
    encodeNpy(
      rows.map((value, i) => (i === 8 ? NaN : value)),
      [samples, classes],
    ),
  );
  put('text.npy', 'no array at all');
  put('cut.npy', encodeNpy(rows, [samples, classes]).subarray(0, 4000));
});

afterAll(async () => {
  await closeBrowser();
  rmSync(folder, { recursive: true, force: true });
});

interface Seen {
  requests: string[];
  problems: string[];
}

/** Opens the page offline; whatever it asks for beyond its own folder, or complains about, is a failure. */
async function opened(
  look: (page: Page, seen: Seen) => Promise<void>,
  { script = true, name = '', address = '' } = {},
): Promise<void> {
  await withBrowser(async (browser) => {
    const context = await browser.newContext({
      viewport: { width: 1100, height: 1000 },
      offline: true,
      javaScriptEnabled: script,
    });
    try {
      const page = await context.newPage();
      const seen: Seen = { requests: [], problems: [] };
      page.on('request', (request) => seen.requests.push(request.url()));
      page.on('pageerror', (error) => seen.problems.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') seen.problems.push(message.text());
      });
      await page.goto(address === '' ? pathToFileURL(file).href : address);
      await look(page, seen);
      expect(seen.problems).toEqual([]);
      const own = pathToFileURL(folder).href;
      expect(seen.requests.filter((url) => !url.startsWith(own) && !/^(data|blob):/.test(url))).toEqual([]);
      if (process.env.KDLAB_SCREENSHOTS && name !== '') {
        await page.screenshot({ path: join(process.env.KDLAB_SCREENSHOTS, `${name}.png`), fullPage: true });
      }
    } finally {
      await context.close();
    }
  });
}

/** The page's sentences about one matter. */
const sentences = (page: Page, name: string): Promise<string[]> =>
  page.locator(`[data-verdict="${name}"] p`).allTextContents();
const slider = (page: Page, name: string): Locator => page.locator(`[data-slider="${name}"]`);

/** The library's sentences at the default with changes, exact. */
const expected = (changes: Partial<ExplorerSettings>) =>
  describeModel(exploreTheory({ ...DEFAULT_SETTINGS, ...changes }));

async function showsExactly(page: Page, changes: Partial<ExplorerSettings>): Promise<void> {
  // The announcement comes with the exact numbers, once the sliders rest.
  const verdict = expected(changes);
  const spoken = [...verdict.conditions, ...verdict.samples].join(' ');
  await page.waitForFunction((text) => document.querySelector('[data-spoken]')!.textContent === text, spoken);
  for (const [name, words] of Object.entries(verdict)) expect(await sentences(page, name)).toEqual(words);
}

describe('the explorer in a real browser, offline', () => {
  it('tells its story without a script', async () => {
    await opened(
      async (page) => {
        const verdict = expected({});
        for (const [name, words] of Object.entries(verdict))
          expect(await sentences(page, name)).toEqual(words);
        expect(await page.locator('.chart > svg').count()).toBe(5);
        expect(await page.locator('.controls').isVisible()).toBe(false);
        expect(await page.getByText('the sliders need JavaScript').isVisible()).toBe(true);
      },
      { script: false, name: 'explorer-without-script' },
    );
  });

  it('answers the keyboard: every control by Tab, arrows, Home and End', async () => {
    await opened(
      async (page) => {
        const reached = new Set<string>();
        for (let press = 0; press < 30; press++) {
          await page.keyboard.press('Tab');
          const label = await page.evaluate(() => {
            const active = document.activeElement;
            return active instanceof HTMLInputElement || active instanceof HTMLSelectElement
              ? (active.labels?.[0]?.textContent ?? '')
              : '';
          });
          if (label !== '') reached.add(label.replace(/\s*choose, or point[^]*/, '').trim());
        }
        for (const label of ['unreliability η', 'classes c', 'noise', 'partial rate ν', 'Go to a stored run'])
          expect([...reached]).toContain(label);

        await slider(page, 'unreliability').focus();
        for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
        await showsExactly(page, { unreliability: 0.23 });
        expect(await slider(page, 'unreliability').getAttribute('aria-valuetext')).toBe('0.23');

        await slider(page, 'classes').focus();
        await page.keyboard.press('End');
        await slider(page, 'k').focus();
        await page.keyboard.press('End');
        await page.locator('[data-choice="noise"]').focus();
        await page.keyboard.press('ArrowDown');
        await showsExactly(page, { unreliability: 0.23, classes: 1000, k: 100, noise: 'laplace' });

        // k goes down with the classes, and comes no higher.
        await slider(page, 'classes').focus();
        await page.keyboard.press('Home');
        await showsExactly(page, { unreliability: 0.23, classes: 2, k: 1, noise: 'laplace' });
        expect(await slider(page, 'k').getAttribute('max')).toBe('0');

        await page.locator('[data-reset]').focus();
        await page.keyboard.press('Enter');
        await showsExactly(page, {});
      },
      { name: 'explorer' },
    );
  });

  it('answers the mouse: click and drag in the plane, pointing at a stored run', async () => {
    await opened(async (page) => {
      const box = (await page.locator('#chart-plane > svg').boundingBox())!;
      const scale = box.width / 560;
      const place = (eta: number, gamma: number) =>
        [box.x + scale * (58 + 488 * eta), box.y + scale * (10 + 464 * (1 - gamma))] as const;
      await page.mouse.click(...place(0.5, 0.45));
      await showsExactly(page, { unreliability: 0.5, ambiguity: 0.45 });
      await page.mouse.down();
      await page.mouse.move(...place(0.4, 0.3), { steps: 3 });
      await page.mouse.move(...place(0.6, 0.7), { steps: 3 });
      await page.mouse.up();
      await showsExactly(page, { unreliability: 0.6, ambiguity: 0.7 });

      const readout = page.locator('[data-readout]');
      await page.mouse.move(...place(0.12, 0.23));
      expect(await readout.textContent()).toMatch(
        /η 0\.123, γ 0\.234 at k = 4: paper\/table, kd, .*student 71\.3 % \(3 seeds, cpu; teacher/,
      );
      await page.mouse.move(...place(0.3, 0.7));
      expect(await readout.textContent()).toContain('<b>proden</b>');
    });
  });

  it('goes to a stored run chosen from the list', async () => {
    await opened(async (page) => {
      await page.locator('[data-go]').selectOption('1');
      await showsExactly(page, { ...pointAt(points[1], DEFAULT_SETTINGS.k)!, classes: 20 });
      // Measured up to k = 5 only: at a larger k it goes back to the first one measured.
      await slider(page, 'k').focus();
      await page.keyboard.press('End');
      await page.locator('[data-go]').selectOption('0');
      await showsExactly(page, { unreliability: 0, ambiguity: 0, k: 1, classes: 20 });
    });
  });

  it('redraws within a moment', async () => {
    await opened(async (page) => {
      await slider(page, 'classes').focus();
      await page.keyboard.press('End');
      await slider(page, 'unreliability').focus();
      for (let i = 0; i < 40; i++) await page.keyboard.press('ArrowRight');
      await page.waitForFunction(
        () =>
          document.querySelector<HTMLElement>('[data-explorer]')!.dataset.medianMilliseconds !== undefined,
      );
      const root = page.locator('[data-explorer]');
      const median = Number(await root.getAttribute('data-median-milliseconds'));
      // `kdlab bench explorer` measures; here only that nothing slow has crept into an update.
      expect(median).toBeGreaterThan(0);
      expect(median).toBeLessThan(100);
      expect(await page.locator('[data-speed]').textContent()).toContain('median of');
    });
  });
});

describe('the drop zone', () => {
  const status = (page: Page) => page.locator('[data-status]');
  const choose = async (page: Page, role: string, name: string) =>
    page.locator(`[data-file="${role}"]`).setInputFiles(at(name));
  const settled = async (page: Page, text: RegExp) => {
    await page.waitForFunction(
      (pattern) => new RegExp(pattern).test(document.querySelector('[data-status]')!.textContent),
      text.source,
    );
  };
  const reportInPage = async (page: Page): Promise<unknown> =>
    JSON.parse((await page.locator('[data-report] pre.json').textContent())!);
  const reportOfCommand = (...args: string[]): unknown =>
    JSON.parse(kdlab(['check', ...args, '--json']).stdout);
  /** Drops files from memory, as a desktop does. */
  const drop = async (page: Page, files: { name: string; bytes: number[] }[]) => {
    const transfer = await page.evaluateHandle((given) => {
      const data = new DataTransfer();
      for (const { name, bytes } of given) data.items.add(new File([Uint8Array.from(bytes)], name));
      return data;
    }, files);
    await page.dispatchEvent('[data-drop]', 'drop', { dataTransfer: transfer });
  };

  it('gives the numbers of the command for two dropped files, in either order', async () => {
    const files = [
      { name: 'p.npy', bytes: [] as number[] },
      { name: 'y.npy', bytes: [] as number[] },
    ];
    for (const one of files) one.bytes = [...readFileSync(at(one.name))];
    const wanted = reportOfCommand('--soft-labels', at('p.npy'), '--labels', at('y.npy'));
    for (const order of [files, [...files].reverse()]) {
      await opened(
        async (page) => {
          await drop(page, order);
          await settled(page, /is below/);
          expect(await reportInPage(page)).toEqual(wanted);
          expect(await page.locator('[data-report] .chart').count()).toBe(4);
        },
        { name: 'explorer-report' },
      );
    }
  });

  it('takes files and options by keyboard-operable inputs: candidate sets, k, resamples', async () => {
    await opened(async (page) => {
      await choose(page, 'matrix', 'p.npy');
      expect(await status(page).textContent()).toBe('p.npy: still needed are the labels.');
      await page.locator('[data-option="k"]').fill('2');
      await page.locator('[data-option="resamples"]').fill('50');
      await choose(page, 'labels', 'y.npy');
      await settled(page, /is below/);
      const both = ['--soft-labels', at('p.npy'), '--labels', at('y.npy')];
      expect(await reportInPage(page)).toEqual(reportOfCommand(...both, '--k', '2', '--resamples', '50'));

      await page.locator('[data-option="k"]').fill('');
      await page.locator('[data-option="candidates"]').check();
      await choose(page, 'matrix', 'sets.npy');
      await settled(page, /sets\.npy is below/);
      const sets = ['--candidates', at('sets.npy'), '--labels', at('y.npy'), '--resamples', '50'];
      expect(await reportInPage(page)).toEqual(reportOfCommand(...sets));
    });
  });

  it.each([
    ['labels that are too few', 'p.npy', 'short.npy'],
    ['labels out of range', 'p.npy', 'far.npy'],
    ['rows that do not sum to 1', 'half.npy', 'y.npy'],
    ['NaN', 'nan.npy', 'y.npy'],
    ['no array', 'text.npy', 'y.npy'],
    ['a file that is cut off', 'cut.npy', 'y.npy'],
    ['labels in place of soft labels', 'y.npy', 'y.npy'],
    ['soft labels in place of labels', 'p.npy', 'p.npy'],
  ])("refuses %s in the command's words", async (_what, matrix, labels) => {
    await opened(async (page) => {
      await choose(page, 'matrix', matrix);
      await choose(page, 'labels', labels);
      await settled(page, new RegExp(`^${matrix}: |^${labels}: `));
      const { stderr } = kdlab(['check', '--soft-labels', at(matrix), '--labels', at(labels)]);
      const sentence = stderr.trim().replace('kdlab: ', '').replaceAll(`${folder}/`, '');
      expect(await status(page).textContent()).toBe(sentence);
      expect(await page.locator('[data-report]').innerHTML()).toBe('');
    });
  });
});

describe("the explorer in a notebook's frame", () => {
  it('lives behind a policy that allows no connection and no look at the notebook', async () => {
    mkdirSync(join(folder, 'frame'), { recursive: true });
    const frame = `<iframe sandbox="allow-scripts" style="width:900px;height:900px" srcdoc="${escapeHtml(explorerDocument(points))}"></iframe>`;
    put('frame/index.html', `<!doctype html><title>notebook</title>${frame}`);
    await opened(
      async (page, seen) => {
        const inside = page.frameLocator('iframe');
        await inside.locator('[data-explorer].live').waitFor();
        await inside.locator('[data-slider="unreliability"]').focus();
        await page.keyboard.press('ArrowRight');
        expect(await inside.locator('output').first().textContent()).toBe('0.21');
        await inside.locator('[data-file="matrix"]').setInputFiles(at('p.npy'));
        await inside.locator('[data-file="labels"]').setInputFiles(at('y.npy'));
        await inside.getByText('The report on p.npy is below.').waitFor();
        const blocked = await inside.locator('body').evaluate(async () => {
          const violated = new Promise<string>((resolve) =>
            document.addEventListener('securitypolicyviolation', (event) =>
              resolve(event.effectiveDirective),
            ),
          );
          await fetch('http://127.0.0.1:9/').catch(() => undefined);
          let reached = true;
          try {
            void parent.document.title;
          } catch {
            reached = false;
          }
          return { directive: await violated, reached };
        });
        expect(blocked).toEqual({ directive: 'connect-src', reached: false });
        // The browser complains about the attempt, and about nothing else.
        expect(seen.problems.splice(0).join(' ')).toMatch(/^Refused to connect.*Content Security Policy\.$/s);
      },
      { address: pathToFileURL(join(folder, 'frame', 'index.html')).href },
    );
  });
});
