import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../lib/base';
import { checkReportHtml } from '../../../lib/figures/explorer/check-report';
import { checkSoftLabels } from '../../../lib/theory/index';

/** Random soft labels that lean to the truth. */
function report(samples: number, classes: number, options: { k?: number; candidates?: boolean } = {}) {
  const stream = new RandomStream(1, 'report', samples, classes);
  const labels = Int32Array.from({ length: samples }, () => stream.integer(classes));
  const rows = new Float64Array(samples * classes);
  for (let n = 0; n < samples; n++) {
    const row = rows.subarray(n * classes, (n + 1) * classes);
    for (let c = 0; c < classes; c++) row[c] = Math.exp(stream.normal() + (c === labels[n] ? 2 : 0));
    const sum = row.reduce((a, b) => a + b, 0);
    for (let c = 0; c < classes; c++) row[c] /= sum;
  }
  const input = options.candidates
    ? { candidates: rows.map((value) => (value > 0.5 / classes ? 1 : 0)) }
    : { softLabels: rows };
  return checkSoftLabels({ ...input, labels, samples, classes }, { k: options.k, resamples: 20 });
}

describe('checkReportHtml', () => {
  it.each([
    ['two classes', report(40, 2)],
    ['one sample', report(1, 3)],
    ['a hundred classes, k 7', report(500, 100, { k: 7 })],
    ['candidate sets', report(60, 5, { candidates: true })],
  ])('is whole for %s', (_what, found) => {
    const html = checkReportHtml(found);
    expect(html.replace(/<pre class="json">.*<\/pre>/s, '')).not.toMatch(/NaN|undefined|Infinity|null/);
    for (const { unreliability, theorem2 } of found.byK) {
      expect(html).toContain(unreliability.toFixed(4));
      expect(html).toContain(theorem2.margin.toFixed(4));
    }
    expect(html.match(/<svg viewBox/g)!.length).toBeGreaterThanOrEqual(found.k === undefined ? 3 : 4);
  });

  it('carries the very object of kdlab check --json', () => {
    const found = report(30, 4);
    const json = /<pre class="json">(.*)<\/pre>/s.exec(checkReportHtml(found))![1].replaceAll('&quot;', '"');
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(found)));
  });
});
