import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBrowser, withBrowser } from '../../lib/figures/browser';
import { thresholdFraction } from '../../lib/losses/index';
import { cmdPanelDocument } from '../../lib/notebook';
import { panelWords } from '../../lib/notebook/cmd-panel';
import { chi, globalTrust, shareBelow } from '../../lib/notebook/cmd-panel/formulas';

const EPOCHS = 4;
const IMAGES = 20;
/** Image n is as uncertain as (n + 1)/20 in the first epoch and surer from epoch to epoch; every fourth label is wrong. */
const data = {
  title: 'A run </script><script>globalThis.stolen = true</script>',
  entropies: Array.from({ length: EPOCHS }, (_, epoch) =>
    Array.from({ length: IMAGES }, (_, n) => (n === 7 ? -1 : (n + 1) / IMAGES / (epoch + 1))),
  ),
  noisy: Array.from({ length: IMAGES }, (_, n) => n % 4 === 3),
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kdlab-panel-'));
  writeFileSync(join(folder, 'panel.html'), cmdPanelDocument(data));
});
afterAll(async () => {
  await closeBrowser();
  rmSync(folder, { recursive: true, force: true });
});

/** Words that the panel must show, from the loss's own threshold. */
function expected(epoch: number, threshold: number, growth: number, direction: number): string {
  const limit = thresholdFraction({ threshold, growth, direction }, (epoch - 0.5) / EPOCHS);
  const share = (wrong: boolean) => {
    const rows = data.entropies[epoch - 1].filter((h, n) => h >= 0 && data.noisy[n] === wrong);
    return `${((100 * rows.filter((h) => h < limit).length) / rows.length).toFixed(0)} %`;
  };
  return `χ = ${limit.toFixed(3)}·log C, g = 1.000. Passed on: ${share(false)} of the images with right labels, ${share(true)} of those with wrong labels.`;
}

async function set(page: Page, id: string, value: number): Promise<void> {
  await page.locator(`#${id}`).fill(String(value));
}

describe('the panel of CMD', () => {
  it('has the formulas of the losses', () => {
    for (const progress of [0, 0.25, 0.5, 0.9, 1]) {
      for (const [threshold, growth, direction] of [
        [0.5, 8, 1],
        [0.75, 4, -1],
        [2, 0, 1],
      ] as const) {
        // prettier-ignore
        expect(chi(threshold, growth, direction, progress)).toBeCloseTo(
          thresholdFraction({ threshold, growth, direction }, progress),
          12,
        );
      }
    }
    // g at B = 12: the values of the authors' logs
    expect(globalTrust(12, 0.5, 1)).toBeCloseTo(0.9975274, 7);
    expect(globalTrust(12, 0.5, 0)).toBeCloseTo(0.002473, 6);
    expect(shareBelow([0.1, 0.5, -1], [false, false, false], false, 0.5)).toBe(50);
    expect(shareBelow([0.1], [false], true, 0.5)).toBeNull();
    expect(panelWords(data)).toContain('rising 100 % of the images with right labels');
  });

  it('works offline: sliders change what is passed on, in words and in the picture', async () => {
    const requests: string[] = [];
    const problems: string[] = [];
    await withBrowser(async (browser) => {
      const page = await browser.newPage();
      page.on('request', (request) => requests.push(request.url()));
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(error.message));
      const url = pathToFileURL(join(folder, 'panel.html')).href;
      await page.goto(url);
      const words = () => page.locator('#words').textContent();
      const picture = () => page.evaluate('document.getElementById("images").toDataURL()');
      await set(page, 'trust', 24);
      await set(page, 'transition', 0);
      await set(page, 'epoch', 2);
      const before = await picture();
      expect(await words()).toContain(expected(2, 0.5, 8, 1));
      await page.locator('input[value="-1"]').check();
      expect(await words()).toContain(expected(2, 0.5, 8, -1));
      expect(await picture()).not.toBe(before);
      await set(page, 'kappa', 0.25);
      await set(page, 'growth', 0);
      await set(page, 'epoch', 4);
      expect(await words()).toContain(expected(4, 0.25, 0, -1));
      expect(await page.locator('#kappa-value').textContent()).toBe('0.25');
      expect(await page.evaluate('globalThis.stolen')).toBeUndefined();
      expect(requests).toEqual([url]);
      await page.close();
    });
    expect(problems).toEqual([]);
  }, 60_000);
});
