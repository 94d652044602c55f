import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBrowser, withBrowser } from '../../lib/figures/browser';
import { figureBundle } from '../../lib/notebook/display';
import { explorerBundle } from '../../lib/notebook/explorer';
import { SAMPLES } from '../figures/samples';
import { ROOT, startLab, type LabServer } from './jupyter-server';

let folder = '';
let bundle = '';
let lab: LabServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kdlab-lab-'));
  // Inside node_modules, so that the bundle finds its packages; the compiled library is not needed for this test.
  bundle = join(ROOT, 'node_modules', '.cache', `kdlab-lab-${process.pid}`);
  mkdirSync(bundle, { recursive: true });
  await build({
    stdin: {
      contents: `export { show, showTable } from './lib/notebook/display';
        export { showExplorer } from './lib/notebook/explorer';
        export { progress } from './lib/notebook/progress';
        export { SAMPLES } from './test/figures/samples';`,
      resolveDir: ROOT,
    },
    bundle: true,
    platform: 'node',
    packages: 'external',
    outfile: join(bundle, 'display.cjs'),
    logLevel: 'warning',
  });
  writeNotebook('stored.ipynb', '// drawn before', [
    { output_type: 'display_data', data: await figureBundle(SAMPLES[0].figure), metadata: {} },
  ]);
  writeNotebook(
    'live.ipynb',
    `const kdlab = require(${JSON.stringify(join(bundle, 'display.cjs'))});
const bar = kdlab.progress(10, 'counting');
for (let i = 1; i <= 10; i++) { bar.update(i); await new Promise((next) => setTimeout(next, 60)); }
bar.finish();
kdlab.showTable([{ method: 'kd', top1: 81.5 }]);
const shown = await kdlab.show(kdlab.SAMPLES[1].figure);`,
    [],
  );
  writeNotebook(
    'explorer.ipynb',
    `const kdlab = require(${JSON.stringify(join(bundle, 'display.cjs'))});
await kdlab.showExplorer([]);`,
    [],
  );
  // Without a signature: as in a fresh clone, nothing of it is trusted.
  writeNotebook('untrusted.ipynb', '// drawn before', [
    { output_type: 'display_data', data: await explorerBundle([]), metadata: {} },
  ]);
  lab = await startLab(folder);
}, 90_000);

afterAll(async () => {
  await lab?.stop();
  await closeBrowser();
  rmSync(folder, { recursive: true, force: true });
  rmSync(bundle, { recursive: true, force: true });
});

function writeNotebook(name: string, source: string, outputs: object[]): void {
  const cell = { cell_type: 'code', id: 'only', execution_count: null, metadata: {}, outputs, source };
  const kernelspec = { display_name: 'TypeScript', language: 'typescript', name: 'tslab' };
  const notebook = { cells: [cell], metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
  writeFileSync(join(folder, name), JSON.stringify(notebook));
}

/** Opens a notebook in a workspace of its own and hands over the page; every request must stay on this machine. */
async function opened(name: string, look: (page: Page) => Promise<void>): Promise<void> {
  await withBrowser(async (browser) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    try {
      const outside: string[] = [];
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(lab.address) && !/^(data|blob):/.test(url)) outside.push(url);
      });
      await page.goto(`${lab.address}/lab/workspaces/${name}/tree/${name}.ipynb?token=${lab.token}`);
      await look(page);
      expect(outside).toEqual([]);
      // JupyterLab's offer to fetch news from the internet is answered in advance.
      expect(await page.getByText('Jupyter news').count()).toBe(0);
    } finally {
      await page.screenshot({ path: join(process.env.KDLAB_SCREENSHOTS ?? folder, `lab-${name}.png`) });
      await context.close();
    }
  });
}

/** Plotly's renderer for JupyterLab shows the PNG until the pointer enters it, then draws the figure itself. */
async function interactive(page: Page): Promise<Locator> {
  const box = await page.locator('.jp-RenderedPlotly img.plot-img').boundingBox();
  if (!box) throw new Error('the picture is not on the page');
  await page.mouse.move(box.x + 40, box.y + 40);
  const plot = page.locator('.jp-RenderedPlotly .plot-container');
  await plot.waitFor({ timeout: 15_000 });
  return plot;
}

describe('JupyterLab in a real browser', () => {
  it('refuses a visitor without the token', async () => {
    const answer = await fetch(`${lab.address}/api/contents`);
    expect(answer.status).toBe(403);
  });

  it('shows a stored figure at once and makes it interactive under the pointer', async () => {
    await opened('stored', async (page) => {
      const { figure } = SAMPLES[0];
      const picture = page.locator('.jp-RenderedPlotly img.plot-img');
      await picture.waitFor({ timeout: 40_000 });
      expect((await picture.boundingBox())?.width).toBe(figure.layout.width);
      const plot = await interactive(page);
      expect((await plot.locator('.main-svg').first().boundingBox())?.width).toBe(figure.layout.width);
      // The renderer's own default has a button that uploads the figure.
      const buttons = await plot
        .locator('.modebar-btn')
        .evaluateAll((all) => all.map((one) => one.getAttribute('data-title')));
      expect(buttons).toContain('Zoom');
      expect(buttons.filter((title) => /share|cloud|studio/i.test(title ?? ''))).toEqual([]);
      expect(await plot.locator('.scatterlayer .trace').count()).toBe(figure.data.length);
    });
  });

  it('runs a cell: progress in place, a table, a figure', async () => {
    await opened('live', async (page) => {
      await page.getByText('TypeScript | Idle').waitFor({ timeout: 40_000 });
      await page.locator('[data-command="notebook:run-cell-and-select-next"]').first().click();
      await page.locator('.jp-RenderedPlotly img.plot-img').waitFor({ timeout: 40_000 });
      const plot = await interactive(page);
      expect(await plot.locator('.gtitle').textContent()).toBe('Four ways to train the same student');
      expect(await page.locator('.jp-OutputArea-output progress').count()).toBe(1);
      expect(await page.locator('.jp-OutputArea-output code').first().textContent()).toContain('done in');
      expect(await page.locator('.jp-OutputArea-output td').allTextContents()).toEqual(['81.50']);
    });
  });

  it('runs the explorer in a frame of its own, by keyboard', async () => {
    await opened('explorer', async (page) => {
      await page.getByText('TypeScript | Idle').waitFor({ timeout: 40_000 });
      await page.locator('[data-command="notebook:run-cell-and-select-next"]').first().click();
      const frame = page.frameLocator('iframe[title="Soft-label explorer"]');
      await frame.locator('[data-explorer].live').waitFor({ timeout: 40_000 });
      await frame.locator('[data-slider="ambiguity"]').focus();
      for (let i = 0; i < 25; i++) await page.keyboard.press('ArrowRight');
      expect(await frame.locator('[data-verdict="conditions"]').textContent()).toContain('γ 0.65 is below');
      // The frame tells the notebook its height: nothing is cut off, nothing scrolls inside.
      await page.waitForFunction(
        () =>
          document.querySelector<HTMLElement>('iframe[title="Soft-label explorer"]')!.style.height !==
          '1650px',
      );
      expect(await page.locator('.kdlab-still').isVisible()).toBe(false);
    });
  });

  it('shows the explorer as a picture with its sentences where it is not trusted', async () => {
    await opened('untrusted', async (page) => {
      const picture = page.locator('.jp-OutputArea-output img');
      await picture.waitFor({ timeout: 40_000 });
      expect(await page.locator('iframe').count()).toBe(0);
      expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(900);
      expect(await page.locator('.jp-OutputArea-output').textContent()).toContain('The printed n₀ is void');
    });
  });
});
