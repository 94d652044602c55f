import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import writeFileAtomic from 'write-file-atomic';
import { InputError, oneOf, shown } from '../base/errors';
import { withBrowser } from './browser';
import { encodeIndexedPng } from './indexed-png';
import type { Figure } from './types';

export type ImageFormat = 'png' | 'svg';
const FORMATS: readonly ImageFormat[] = ['png', 'svg'];

export interface ExportOptions {
  /** Default: both. */
  formats?: ImageFormat[];
  /** Pixels; default: the figure's own layout. */
  width?: number;
  height?: number;
  /** PNG pixels per layout pixel; default 2, fit for print. */
  scale?: number;
}

export interface NamedFigure {
  /** File name without ending. */
  name: string;
  figure: Figure;
}

/** The part of plotly.js that the page calls. */
interface PlotlyInPage {
  toImage(figure: Figure, options: object): Promise<string>;
}

/**
 * Writes each figure as `<folder>/<name>.png` and `.svg`, drawn by plotly.js in the packaged Chromium: no
 * display, no network. Returns the paths in order. Throws InputError for a name or format it cannot write.
 */
export async function exportFigures(
  figures: NamedFigure[],
  folder: string,
  options: ExportOptions = {},
): Promise<string[]> {
  const formats = options.formats ?? [...FORMATS];
  for (const { name } of figures) {
    if (!/^\w[\w.-]*$/.test(name)) {
      throw new InputError(
        `figure name: found ${shown(name)}, allowed are letters, digits, '.', '_' and '-'`,
      );
    }
  }
  checkFormats(formats);
  await mkdir(folder, { recursive: true });
  return withPlotlyPage(async (page) => {
    const written: string[] = [];
    for (const { name, figure } of figures) {
      for (const format of formats) {
        const file = join(folder, `${name}.${format}`);
        await writeFileAtomic(file, await draw(page, figure, format, options));
        written.push(file);
      }
    }
    return written;
  });
}

/** One figure as the bytes of a PNG or SVG file; sizes as in ExportOptions. */
export async function renderFigure(
  figure: Figure,
  format: ImageFormat,
  options: Omit<ExportOptions, 'formats'> = {},
): Promise<Buffer> {
  checkFormats([format]);
  return withPlotlyPage((page) => draw(page, figure, format, options));
}

/**
 * A small PNG for a notebook's output: at most 256 colours, one pixel a layout pixel, because JupyterLab first shows
 * the PNG at its own size and puts the interactive figure in its place when the pointer enters.
 */
export async function renderCompactPng(figure: Figure): Promise<Buffer> {
  return withKeptPage(async (page) => {
    const { rgba, width, height } = await pixels(page, figure);
    return encodeIndexedPng(Buffer.from(rgba, 'base64'), width, height);
  });
}

/** plotly.js's partial bundle for scatter, bar, heat map and their kin; pages carry the same file. */
export const plotlyBundle = (): string => require.resolve('plotly.js/dist/plotly-cartesian.min.js');

function checkFormats(formats: readonly string[]): void {
  const wrong = formats.find((format) => !FORMATS.includes(format as ImageFormat));
  if (wrong !== undefined)
    throw new InputError(`figure format: found ${shown(wrong)}, allowed are ${oneOf(FORMATS)}`);
}

function withPlotlyPage<T>(use: (page: Page) => Promise<T>): Promise<T> {
  return withBrowser(async (browser) => {
    const page = await plotlyPage(browser);
    try {
      return await use(page);
    } finally {
      await page.close();
    }
  });
}

/** One page for each browser that is kept: loading plotly.js takes longer than drawing a figure. */
const keptPages = new WeakMap<Browser, Promise<Page>>();

/**
 * Like `withPlotlyPage`, on the kept page. For pixels only: a page that has drawn before orders the attributes of an
 * SVG otherwise, and files should be the same each time.
 */
function withKeptPage<T>(use: (page: Page) => Promise<T>): Promise<T> {
  return withBrowser(async (browser) => {
    const kept = await keptPages.get(browser)?.catch(() => undefined);
    if (kept && !kept.isClosed()) return use(kept);
    const opening = plotlyPage(browser);
    keptPages.set(browser, opening);
    return use(await opening);
  });
}

async function plotlyPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  await page.addScriptTag({ path: plotlyBundle() });
  return page;
}

async function draw(
  page: Page,
  figure: Figure,
  format: ImageFormat,
  options: Omit<ExportOptions, 'formats'>,
): Promise<Buffer> {
  const image = {
    format,
    width: options.width ?? figure.layout.width,
    height: options.height ?? figure.layout.height,
    scale: format === 'png' ? (options.scale ?? 2) : 1,
    imageDataOnly: true,
  };
  const text = await page.evaluate(
    ([what, how]) => (globalThis as unknown as { Plotly: PlotlyInPage }).Plotly.toImage(what, how),
    [figure, image] as const,
  );
  return format === 'png' ? Buffer.from(text, 'base64') : Buffer.from(steadyNames(text), 'utf8');
}

/** Clip paths, definitions, legends, traces, colour bars (`cb…`), patterns (`p…-…`) and gradients (`g…-cb…`). */
const RANDOM_NAME =
  /(clip|defs-|legend-?|trace|(?<=["-]|"y)cb|(?<=["#])[pg]|(?<=["#][pg][0-9a-f]{6})-(?!cb[0-9a-f]{6}))([0-9a-f]{6})/g;

/** plotly.js names parts of an SVG at random; numbers in order instead, so that the same figure (without a colour bar) is the same file. */
function steadyNames(svg: string): string {
  const numbers = new Map<string, string>();
  return svg.replace(RANDOM_NAME, (_, kind: string, name: string) => {
    const number = numbers.get(name) ?? String(numbers.size + 1).padStart(6, '0');
    numbers.set(name, number);
    return kind + number;
  });
}

/** The drawn figure as RGBA, base64: read back from a canvas, which decodes Plotly's PNG. */
async function pixels(
  page: Page,
  figure: Figure,
): Promise<{ rgba: string; width: number; height: number }> {
  const { width, height } = figure.layout;
  return page.evaluate(
    async ([what, how]) => {
      const { Plotly } = globalThis as unknown as { Plotly: PlotlyInPage };
      const picture = new Image();
      picture.src = await Plotly.toImage(what, how);
      await picture.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      context.drawImage(picture, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const parts: string[] = [];
      for (let at = 0; at < data.length; at += 32768) {
        parts.push(String.fromCharCode(...data.subarray(at, at + 32768)));
      }
      return { rgba: btoa(parts.join('')), width: canvas.width, height: canvas.height };
    },
    [figure, { format: 'png', width, height, scale: 1 }] as const,
  );
}
