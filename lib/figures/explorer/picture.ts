import { withBrowser } from '../browser';
import { chartHtml } from '../svg/chart';
import { explorerCharts } from './charts';
import { exploreTheory } from './model';
import type { MeasuredPoint } from './points';
import { DEFAULT_SETTINGS } from './settings';
import { CHART_STYLE, DOCUMENT_STYLE } from './style';
import { describeModel } from './verdict';

/** The explorer at its default as a picture and in words; without the picture where no browser starts. */
export async function explorerPicture(
  points: readonly MeasuredPoint[],
): Promise<{ png?: Buffer; words: string }> {
  const model = exploreTheory(DEFAULT_SETTINGS);
  const charts = explorerCharts(model, points);
  const words = Object.values(describeModel(model)).flat().join(' ');
  const markup = `<style>${DOCUMENT_STYLE}${CHART_STYLE}.charts { grid-template-columns: 1fr 1fr; }</style><div class="charts">${charts.map(chartHtml).join('')}</div>`;
  try {
    const png = await withBrowser(async (browser) => {
      const page = await browser.newPage({ viewport: { width: 900, height: 800 } });
      try {
        await page.setContent(markup);
        return await page.screenshot({ fullPage: true });
      } finally {
        await page.close();
      }
    });
    return { png, words };
  } catch (error) {
    process.stderr.write(`explorer shown without a picture: ${(error as Error).message.split('\n')[0]}\n`);
    return { words };
  }
}
