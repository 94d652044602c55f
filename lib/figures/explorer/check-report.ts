import type { CheckReport } from '../../theory/check';
import { ambiguityFloor, theorem1, theorem2 } from '../../theory/conditions';
import { describeCheck } from '../../theory/describe-check';
import { judgeSoftLabels } from '../../theory/verdict';
import type { CheckVerdict } from '../../theory/verdict';
import { escapeHtml } from '../escape';
import { tableHtml } from '../page-table';
import type { PageCell } from '../page-table';
import { chartHtml } from '../svg/chart';
import type { Chart } from '../svg/chart';
import type { Mark } from '../svg/marks';
import { COLOURS, INK, number } from '../theme';

const [BLUE, ORANGE, GREEN, , , SKY] = COLOURS;
const GREY = '#767676';
/** Classes shown in the bar chart. */
const SHOWN = 12;

const ETA = Array.from({ length: 101 }, (_, i) => i / 100);
const ETA1 = ETA.filter((eta) => eta <= 0.5);

/** The report of `kdlab check` as markup: the verdict in words, figures, the table, the numbers as JSON. */
export function checkReportHtml(report: CheckReport): string {
  const verdict = judgeSoftLabels(report);
  const charts = [
    plane(report, verdict),
    ...(report.k === undefined ? [] : [overK(report)]),
    parts(verdict),
    classes(report, verdict),
  ];
  return `<div class="check-report">
${wordsHtml(describeCheck(report))}
<div class="charts">${charts.map(chartHtml).join('\n')}</div>
${tableHtml({ caption: 'Indicators and conditions', ...byK(report) })}
<details><summary>The same as JSON</summary><pre class="json">${escapeHtml(JSON.stringify(report, null, 2))}</pre></details>
</div>`;
}

/** The plain-language report as paragraphs and lists; its lines for each k are left to the table. */
function wordsHtml(text: string): string {
  const blocks = text.split('\n\n').map((block) => block.split('\n'));
  return blocks
    .map((lines) => {
      const items = lines.filter((line) => /^ {2}/.test(line) && !/^ {2}(k = |sets )/.test(line));
      const prose = lines.filter((line) => !/^ {2}/.test(line) && !/^(top-k|candidate) sets$/.test(line));
      const list = items.map((line) => `<li>${escapeHtml(line.replace(/^[\s-]+/, ''))}</li>`).join('');
      return `${prose.map((line) => `<p>${escapeHtml(line)}</p>`).join('')}${list && `<ul>${list}</ul>`}`;
    })
    .join('\n');
}

function plane({ byK }: CheckReport, { headline }: CheckVerdict): Chart {
  const x = byK.map((entry) => entry.unreliability);
  const y = byK.map((entry) => entry.ambiguity);
  const { interval } = headline;
  return {
    id: 'check-plane',
    title: 'Where the soft labels lie',
    alt: `Plane of unreliability η and ambiguity γ with the regions of Theorems 1 and 2. The soft labels at the headline lie at η ${number(headline.unreliability, 4)}, γ ${number(headline.ambiguity, 4)}.`,
    x: { label: 'unreliability η', range: [0, 1] },
    y: { label: 'ambiguity γ', range: [0, 1] },
    marks: [
      {
        kind: 'area',
        name: 'Theorem 2',
        x: ETA,
        y: ETA.map((eta) => theorem2(eta, 0).margin),
        base: 0,
        colour: SKY,
        opacity: 0.3,
      },
      {
        kind: 'area',
        name: 'Theorem 1',
        x: ETA1,
        y: ETA1.map((eta) => theorem1(eta, 0).bound ?? NaN),
        base: 0,
        colour: GREEN,
        opacity: 0.3,
      },
      { kind: 'line', x, y, colour: ORANGE, width: 1.5 },
      {
        kind: 'points',
        name: headline.k === undefined ? 'the candidate sets' : 'these soft labels, k rising',
        x,
        y,
        colour: ORANGE,
      },
      {
        kind: 'points',
        ...(headline.k === undefined ? {} : { name: `k = ${headline.k}` }),
        x: [headline.unreliability],
        y: [headline.ambiguity],
        colour: '#000000',
        size: 6,
        ...(interval ? { xInterval: [interval.unreliability], yInterval: [interval.ambiguity] } : {}),
      },
    ],
  };
}

function overK({ byK, classes }: CheckReport): Chart {
  const x = byK.map(({ k }) => k ?? 0);
  const series = (
    name: string,
    colour: string,
    of: (entry: (typeof byK)[number]) => number,
    bounds: (entry: (typeof byK)[number]) => readonly [number, number] | undefined,
    dash?: string,
  ): Mark[] => {
    const intervals = byK.map((entry) => bounds(entry) ?? ([of(entry), of(entry)] as const));
    return [
      { kind: 'line', name, x, y: byK.map(of), colour, dash },
      { kind: 'points', x, y: byK.map(of), yInterval: intervals, colour, size: 4 },
    ];
  };
  const lowest = Math.min(
    0,
    ...byK.map(({ theorem2: { margin }, interval }) => interval?.margin[0] ?? margin),
  );
  return {
    id: 'check-k',
    title: 'Indicators and margin over k',
    alt: byK
      .map(
        ({ k, unreliability, ambiguity, theorem2: { margin } }) =>
          `k ${k}: η ${number(unreliability, 3)}, γ ${number(ambiguity, 3)}, margin ${number(margin, 3)}`,
      )
      .join('; '),
    x: { label: 'set size k', range: [0.5, Math.max(...x) + 0.5] },
    y: { label: 'η, γ, margin', range: [Math.floor(10 * lowest) / 10, 1] },
    marks: [
      ...series(
        'η',
        BLUE,
        (entry) => entry.unreliability,
        (entry) => entry.interval?.unreliability,
      ),
      ...series(
        'γ',
        ORANGE,
        (entry) => entry.ambiguity,
        (entry) => entry.interval?.ambiguity,
        '6 4',
      ),
      ...series(
        'margin 1 − η − γ',
        GREEN,
        (entry) => entry.theorem2.margin,
        (entry) => entry.interval?.margin,
        '2 4',
      ),
      {
        kind: 'line',
        name: 'least γ possible',
        x,
        y: byK.map(({ k, unreliability }) => ambiguityFloor(k ?? 1, unreliability, classes)),
        colour: GREY,
        width: 1,
      },
      { kind: 'rule', y: 0, colour: INK },
    ],
  };
}

/** What 1 is made of: η, the floor of γ, γ above it, and the margin that is left. */
function parts({ parts: { unreliability, floor, excess, margin }, headline }: CheckVerdict): Chart {
  const known: [string, number, string][] = [
    ['η', unreliability, BLUE],
    ...(floor === null
      ? ([['γ', headline.ambiguity, ORANGE]] as [string, number, string][])
      : ([
          ['γ, least', floor, ORANGE],
          ['γ, more', excess ?? 0, COLOURS[3]],
        ] as [string, number, string][])),
    ['margin', margin, GREEN],
  ];
  const marks = known.flatMap(([, value, colour], index): Mark[] => {
    const y = known.length - index;
    const start = known.slice(0, index).reduce((sum, [, before]) => sum + before, 0);
    const end = start + value;
    const text = number(value, 3);
    return [
      { kind: 'bar', y, height: 0.7, base: start, x: end, colour },
      {
        kind: 'text',
        x: Math.max(start, end) + 0.015,
        y: y - 0.06,
        text: Math.max(start, end) > 0.85 ? '' : text,
        colour: INK,
      },
      {
        kind: 'text',
        x: Math.min(start, end) - 0.015,
        y: y - 0.06,
        anchor: 'end',
        text: Math.max(start, end) > 0.85 ? text : '',
        colour: INK,
      },
    ];
  });
  return {
    id: 'check-parts',
    title: 'What 1 is made of: η, the least γ possible at this η, γ above it, margin',
    alt: known.map(([name, value]) => `${name} ${number(value, 3)}`).join(', '),
    x: { label: 'η + γ + margin = 1', range: [Math.min(0, 1 - unreliability - headline.ambiguity), 1.02] },
    y: {
      label: '',
      range: [0.4, known.length + 0.6],
      names: known.map(([text], index) => ({ value: known.length - index, text })),
    },
    marks,
  };
}

/** The classes that come along most often. */
function classes({ classes: count }: CheckReport, { headline, parts: { floor } }: CheckVerdict): Chart {
  const rates = headline.perClassAmbiguity
    .map((rate, index) => ({ rate, index }))
    .sort((a, b) => b.rate - a.rate || a.index - b.index)
    .slice(0, SHOWN);
  const top = Math.min(1, 1.2 * Math.max(0.01, rates[0]?.rate ?? 0));
  return {
    id: 'check-classes',
    title:
      count > SHOWN
        ? `The ${SHOWN} wrong classes that come along most often`
        : 'How often each wrong class comes along',
    alt: rates.map(({ rate, index }) => `class ${index}: ${number(rate, 3)}`).join(', '),
    x: { label: 'share of the samples of other classes', range: [0, top] },
    y: {
      label: '',
      range: [0.4, rates.length + 0.6],
      names: rates.map(({ index }, place) => ({ value: rates.length - place, text: `class ${index}` })),
    },
    marks: [
      ...rates.flatMap(({ rate }, place): Mark[] => [
        { kind: 'bar', y: rates.length - place, height: 0.7, base: 0, x: rate, colour: BLUE },
        {
          kind: 'text',
          x: rate + 0.01 * top,
          y: rates.length - place - 0.15,
          text: rate.toFixed(3),
          colour: INK,
        },
      ]),
      ...(floor === null
        ? []
        : ([
            { kind: 'rule', name: 'if errors were even', x: floor, colour: GREY, dash: '6 4' },
          ] satisfies Mark[])),
    ],
  };
}

function byK({ byK: entries }: CheckReport): { head: string[]; rows: PageCell[][] } {
  const cell = (value: number, bounds?: readonly [number, number]): PageCell => ({
    text: value.toFixed(4),
    ...(bounds ? { note: `${bounds[0].toFixed(4)} to ${bounds[1].toFixed(4)}` } : {}),
  });
  return {
    head: ['sets', 'η', 'γ', 'Theorem 1', 'Theorem 2', 'margin', 'ties'],
    rows: entries.map((entry) => [
      entry.k === undefined ? 'candidates' : `top ${entry.k}`,
      cell(entry.unreliability, entry.interval?.unreliability),
      cell(entry.ambiguity, entry.interval?.ambiguity),
      entry.theorem1.holds ? 'holds' : 'fails',
      entry.theorem2.holds ? 'holds' : 'fails',
      cell(entry.theorem2.margin, entry.interval?.margin),
      entry.ties,
    ]),
  };
}
