import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBrowser, withBrowser } from '../../lib/figures/browser';
import { panelDocument } from '../../lib/figures/crld-panel/document';
import { panelSentence } from '../../lib/figures/crld-panel/markup';
import { DEFAULT_PANEL, panelTerms } from '../../lib/figures/crld-panel/model';
import type { PanelSettings } from '../../lib/figures/crld-panel/model';
import { panelSample } from '../figures/crld-panel/sample';

const data = panelSample();
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kdlab-crld-panel-'));
  writeFileSync(join(folder, 'panel.html'), panelDocument(data));
});

afterAll(async () => {
  await closeBrowser();
  rmSync(folder, { recursive: true, force: true });
});

async function opened(look: (page: Page) => Promise<void>, javaScriptEnabled = true): Promise<string[]> {
  const problems: string[] = [];
  await withBrowser(async (browser) => {
    const context = await browser.newContext({ offline: true, javaScriptEnabled });
    try {
      const page = await context.newPage();
      page.on('request', (request) => {
        if (!/^(file|data):/.test(request.url())) problems.push(`asked for ${request.url()}`);
      });
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      await page.goto(pathToFileURL(join(folder, 'panel.html')).href);
      await look(page);
    } finally {
      await context.close();
    }
  });
  return problems;
}

const sentence = (settings: Partial<PanelSettings>): string => {
  const all = { ...DEFAULT_PANEL, ...settings };
  return panelSentence(panelTerms(data.examples[all.example], all));
};
const slide = (page: Page, name: string, value: number) =>
  page.locator(`input[name=${name}]`).fill(String(value));

describe('the panel in a real browser, offline', () => {
  it('follows image, thresholds, rule, draw and temperature', async () => {
    const problems = await opened(async (page) => {
      const said = () => page.locator('[data-part=sentence]').textContent();
      expect(await said()).toBe(sentence({}));
      await slide(page, 'weakThreshold', 1);
      await slide(page, 'strongThreshold', 1);
      expect(await said()).toMatch(/^No term counts/);
      expect(await page.locator('[data-part=terms] tr.masked').count()).toBe(4);
      await slide(page, 'weakThreshold', 0);
      expect(await said()).toBe(sentence({ weakThreshold: 0, strongThreshold: 1 }));
      await page.locator('select[name=maskRule]').selectOption('per-teacher-view');
      const ruled = { weakThreshold: 0, strongThreshold: 1, maskRule: 'per-teacher-view' as const };
      expect(await said()).toBe(sentence(ruled));
      await page.locator('select[name=draw]').selectOption('1');
      await slide(page, 'temperature', 2);
      await page.locator('label.choice').nth(2).click();
      expect(await said()).toBe(sentence({ ...ruled, draw: 1, temperature: 2, example: 2 }));
      expect(await page.locator('[data-value=temperature]').textContent()).toBe('2');
      expect(await page.locator('[data-part=truth]').textContent()).toContain('boot');
      expect(await page.locator('[data-part=strong] img').getAttribute('src')).toBe(
        data.examples[2].strong[1].picture,
      );
    });
    expect(problems).toEqual([]);
  });

  it('moves with the keyboard', async () => {
    const problems = await opened(async (page) => {
      await page.locator('input[name=weakThreshold]').focus();
      await page.keyboard.press('End');
      expect(await page.locator('[data-value=weakThreshold]').textContent()).toBe('1');
      await page.keyboard.press('ArrowLeft');
      expect(await page.locator('[data-value=weakThreshold]').textContent()).toBe('0.99');
      await page.locator('input[name=example]').first().focus();
      await page.keyboard.press('ArrowRight');
      expect(await page.locator('input[name=example]').nth(1).isChecked()).toBe(true);
    });
    expect(problems).toEqual([]);
  });

  it('is readable without scripts', async () => {
    await opened(async (page) => {
      expect(await page.locator('[data-part=sentence]').textContent()).toBe(sentence({}));
      expect(await page.locator('form').isVisible()).toBe(false);
      expect(await page.locator('[data-part=weak] table').isVisible()).toBe(true);
    }, false);
  });
});
