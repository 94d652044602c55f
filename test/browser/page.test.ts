import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { closeBrowser, withBrowser } from '../../lib/figures/browser';
import { writeIndexPage, writePage } from '../../lib/figures/page';
import { SAMPLES } from '../figures/samples';

const HOSTILE = `</script><script>globalThis.stolen = true</script><img src=x onerror="globalThis.stolen = true">`;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kdlab-page-'));
  const first = structuredClone(SAMPLES[0].figure);
  first.layout.meta.alt += HOSTILE;
  first.data[0].customdata = [HOSTILE];
  await writePage({
    title: `A sample & ${HOSTILE}`,
    lead: 'Made-up numbers.',
    file: join(folder, 'sample.html'),
    index: 'index.html',
    sections: [
      { heading: 'Curves', markdown: `Some *prose*, ${HOSTILE}`, figure: first },
      {
        heading: 'All figures',
        figures: SAMPLES.slice(1).map(({ figure }) => figure),
      },
      {
        heading: 'Published beside measured',
        table: {
          caption: 'Top-1 accuracy (%)',
          head: ['student', 'published', 'measured', 'verdict'],
          rows: [
            ['resnet8x4', 73.33, { text: '73.1 ± 0.3', note: '3 seeds' }, { verdict: 'reproduced' }],
            ['resnet20', 70.66, null, { verdict: 'not run (about 40 minutes at cpu)' }],
            [HOSTILE, 69.06, '71.9 ± 0.2', { verdict: 'higher' }],
          ],
        },
      },
    ],
  });
  await writeIndexPage({
    title: 'Pages',
    file: join(folder, 'index.html'),
    pages: [{ title: 'A sample', href: 'sample.html', description: 'Everything at once' }],
  });
});

afterAll(async () => {
  await closeBrowser();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a page with the network blocked and hands over what the browser asked for and complained about. */
async function opened(
  name: string,
  look: (page: Page, seen: { requests: string[]; problems: string[] }) => Promise<void>,
): Promise<void> {
  await withBrowser(async (browser) => {
    const context = await browser.newContext({ viewport: { width: 1000, height: 900 }, offline: true });
    try {
      const page = await context.newPage();
      const seen = { requests: [] as string[], problems: [] as string[] };
      page.on('request', (request) => seen.requests.push(request.url()));
      page.on('requestfailed', (request) => seen.problems.push(`failed: ${request.url()}`));
      page.on('pageerror', (error) => seen.problems.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') seen.problems.push(message.text());
      });
      await page.goto(pathToFileURL(join(folder, name)).href);
      await look(page, seen);
    } finally {
      await context.close();
    }
  });
}

describe('a page in a real browser, offline', () => {
  it('draws every figure without any request beyond its own folder', async () => {
    await opened('sample.html', async (page, seen) => {
      await page.waitForFunction(
        (count) => document.querySelectorAll('.plot.drawn').length === count,
        SAMPLES.length,
      );
      expect(await page.locator('.plot .main-svg').count()).toBeGreaterThanOrEqual(SAMPLES.length);
      const widths = await page
        .locator('.plot')
        .evaluateAll((plots) => plots.map((plot) => plot.getBoundingClientRect().width));
      expect(Math.min(...widths)).toBeGreaterThan(400);
      expect(seen.problems).toEqual([]);
      const own = pathToFileURL(folder).href;
      const outside = seen.requests.filter((url) => !url.startsWith(own) && !url.startsWith('data:'));
      expect(outside).toEqual([]);
      if (process.env.KDLAB_SCREENSHOTS) {
        await page.screenshot({ path: join(process.env.KDLAB_SCREENSHOTS, 'page.png'), fullPage: true });
      }
    });
  });

  it('shows hostile text as text', async () => {
    await opened('sample.html', async (page) => {
      await page.waitForSelector('.plot.drawn');
      expect(await page.evaluate(() => 'stolen' in globalThis)).toBe(false);
      expect(await page.locator('h1').textContent()).toContain(HOSTILE);
      expect(await page.locator('tbody th').last().textContent()).toBe(HOSTILE);
      expect(await page.locator('main img[onerror]').count()).toBe(0);
    });
  });

  it('forbids what a script in it might ask of other machines', async () => {
    await opened('sample.html', async (page) => {
      const blocked = await page.evaluate(
        () =>
          new Promise<string[]>((resolve) => {
            const seen: string[] = [];
            document.addEventListener('securitypolicyviolation', (event) => {
              seen.push(`${event.effectiveDirective} ${event.blockedURI}`);
              if (seen.length === 2) resolve(seen.sort());
            });
            fetch('http://127.0.0.1:9/data').catch(() => undefined);
            new Image().src = 'http://127.0.0.1:9/picture.png';
          }),
      );
      expect(blocked).toEqual([
        'connect-src http://127.0.0.1:9/data',
        'img-src http://127.0.0.1:9/picture.png',
      ]);
    });
  });

  it('can be read without seeing: language, one main heading, named figures, keyboard focus', async () => {
    await opened('sample.html', async (page) => {
      await page.waitForSelector('.plot.drawn');
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      expect(await page.locator('h1').count()).toBe(1);
      const labels = await page
        .locator('.plot')
        .evaluateAll((plots) => plots.map((plot) => plot.getAttribute('aria-label') ?? ''));
      for (const label of labels) expect(label.length).toBeGreaterThan(40);
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('To the content');
      expect(await page.locator('th[scope=row]').count()).toBe(3);
    });
  });

  it('links index and page, and shares one copy of plotly.js', async () => {
    await opened('index.html', async (page, seen) => {
      await page.getByRole('link', { name: 'A sample' }).click();
      await page.waitForSelector('.plot.drawn');
      await page.getByRole('link', { name: 'All pages' }).click();
      await page.waitForSelector('.cards');
      expect(seen.problems).toEqual([]);
    });
    expect(readdirSync(join(folder, 'assets')).sort()).toEqual(['page.css', 'page.js', 'plotly.min.js']);
    expect(statSync(join(folder, 'sample.html')).size).toBeLessThan(400_000);
  });
});
