import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base/errors';
import { closeBrowser, withBrowser } from '../../lib/figures/browser';
import { exportFigures, renderCompactPng, renderFigure } from '../../lib/figures/export';
import { SAMPLES } from './samples';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kdlab-export-'));
});

afterAll(async () => {
  await closeBrowser();
  rmSync(folder, { recursive: true, force: true });
});

describe('exportFigures', () => {
  it('writes PNG and SVG of the asked size', async () => {
    const target = join(folder, 'new', 'folder');
    const written = await exportFigures(SAMPLES.slice(0, 2), target, { width: 600, height: 400, scale: 2 });
    expect(written.map((file) => file.slice(target.length + 1))).toEqual([
      'learning-curves.png',
      'learning-curves.svg',
      'method-comparison.png',
      'method-comparison.svg',
    ]);
    const png = readFileSync(written[0]);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 800]);
    const svg = readFileSync(written[1], 'utf8');
    expect(svg).toMatch(/^<svg [^>]*width="600" height="400"/);
    expect(svg).toContain('Test accuracy over training');
  });

  it('refuses names that leave the folder and unknown formats, before it writes', async () => {
    const [{ figure }] = SAMPLES;
    await expect(exportFigures([{ name: '../x', figure }], join(folder, 'a'))).rejects.toThrow(InputError);
    const formats = ['gif'] as unknown as ['png'];
    await expect(exportFigures([{ name: 'x', figure }], join(folder, 'a'), { formats })).rejects.toThrow(
      "figure format: found 'gif', allowed are 'png' or 'svg'",
    );
    expect(readdirSync(folder)).not.toContain('a');
  });

  it('draws the same bytes twice', async () => {
    const { figure } = SAMPLES[2];
    const [first, second] = [await renderFigure(figure, 'png'), await renderFigure(figure, 'png')];
    expect(first.equals(second)).toBe(true);
  });

  it('draws the same compact picture on a page that has drawn others, also several at once', async () => {
    const fresh: Buffer[] = [];
    for (const { figure } of SAMPLES.slice(0, 3)) {
      await closeBrowser();
      fresh.push(await renderCompactPng(figure));
    }
    const later = await Promise.all(SAMPLES.slice(0, 3).map(({ figure }) => renderCompactPng(figure)));
    later.forEach((picture, i) => expect(picture.equals(fresh[i])).toBe(true));
  });
});

describe('withBrowser', () => {
  it('names the parts of an SVG alike each time', async () => {
    // Heat maps are left out: plotly.js derives further names from those of a colour bar.
    const plain = SAMPLES.filter(({ figure }) => figure.data.every(({ type }) => type !== 'heatmap'));
    for (const { figure } of plain) {
      const [first, second] = [await renderFigure(figure, 'svg'), await renderFigure(figure, 'svg')];
      expect(second.equals(first)).toBe(true);
      expect(first.toString()).toMatch(/url\(#clip0{5}\d/);
    }
  });

  it('shares one browser, starts a new one after a crash, and reaches no other machine', async () => {
    const [first, second] = await Promise.all([
      withBrowser((browser) => Promise.resolve(browser)),
      withBrowser((browser) => Promise.resolve(browser)),
    ]);
    expect(first).toBe(second);
    await first.close();
    await withBrowser(async (browser) => {
      expect(browser).not.toBe(first);
      const page = await browser.newPage();
      await expect(page.goto('http://example.org/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED');
      await page.close();
    });
  });
});
