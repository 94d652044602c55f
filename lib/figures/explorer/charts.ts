import { ambiguityFloor, theorem1, theorem2 } from '../../theory/conditions';
import type { SoftLabelSource } from '../../base/record';
import type { Chart } from '../svg/chart';
import type { Mark, PointShape } from '../svg/marks';
import { COLOURS, INK, number } from '../theme';
import type { ExplorerModel } from './model';
import { pointAt } from './points';
import type { MeasuredPoint } from './points';

const [BLUE, ORANGE, GREEN, PINK, AMBER, SKY] = COLOURS;
const GREY = '#767676';

const ETA = Array.from({ length: 101 }, (_, i) => i / 100);
const ETA1 = ETA.filter((eta) => eta <= 0.5);
const EDGE1 = ETA1.map((eta) => theorem1(eta, 0).bound ?? NaN);
const EDGE2 = ETA.map((eta) => theorem2(eta, 0).margin);

/** The (η, γ) plane and its view box. */
export const PLANE = { width: 560, height: 520 };

const SOURCES: Record<SoftLabelSource, { shape: PointShape; colour: string }> = {
  teacher: { shape: 'circle', colour: ORANGE },
  peer: { shape: 'triangle', colour: PINK },
  self: { shape: 'square', colour: PINK },
  candidates: { shape: 'diamond', colour: AMBER },
  labels: { shape: 'square', colour: GREY },
};

/** All charts of the explorer at one setting, in the order of the page. */
export function explorerCharts(model: ExplorerModel, points: readonly MeasuredPoint[]): Chart[] {
  return [
    conditionPlane(model, points),
    sampleSizes(model),
    noiseDensities(model),
    noiseIndicators(model),
    fixedPointWeb(model),
  ];
}

function conditionPlane(model: ExplorerModel, points: readonly MeasuredPoint[]): Chart {
  const { settings, labels, noise, candidates } = model;
  const { k, classes } = settings;
  const floor = [0, 1].map((eta) => ambiguityFloor(k, eta, classes));
  const marks: Mark[] = [
    { kind: 'area', name: 'Theorem 2: η + γ < 1', x: ETA, y: EDGE2, base: 0, colour: SKY, opacity: 0.3 },
    { kind: 'line', x: ETA, y: EDGE2, colour: SKY },
    {
      kind: 'area',
      name: 'Theorem 1: γ < 1 − η/(1 − η)',
      x: ETA1,
      y: EDGE1,
      base: 0,
      colour: GREEN,
      opacity: 0.3,
    },
    { kind: 'line', x: ETA1, y: EDGE1, colour: GREEN, dash: '6 4' },
    { kind: 'line', name: `least γ of top-${k} sets`, x: [0, 1], y: floor, colour: INK, dash: '2 4' },
    {
      kind: 'line',
      name: 'noise of rising scale',
      x: noise.curves.unreliability,
      y: noise.curves.ambiguity,
      colour: BLUE,
      width: 1.5,
    },
    ...measured(points, k),
    point('noise at this scale', 'triangle', BLUE, noise),
    point('partial labels', 'diamond', AMBER, candidates),
    point('the soft labels', 'cross', '#000000', labels, 8),
  ];
  return {
    ...PLANE,
    id: 'plane',
    title: 'Where the conditions hold',
    alt: `Plane of unreliability η (across) and ambiguity γ (up). The soft labels lie at η ${number(labels.unreliability)}, γ ${number(labels.ambiguity)}: Theorem 1 ${labels.theorem1.holds ? 'holds' : 'does not hold'}, Theorem 2 ${labels.theorem2.holds ? 'holds' : 'does not hold'}. ${points.length} measured soft labels of stored runs.`,
    x: { label: 'unreliability η', range: [0, 1] },
    y: { label: 'ambiguity γ', range: [0, 1] },
    marks,
  };
}

/** One mark for each source that was measured at this k. */
function measured(points: readonly MeasuredPoint[], k: number): Mark[] {
  return (Object.keys(SOURCES) as SoftLabelSource[]).flatMap((source): Mark[] => {
    const places = points.filter((one) => one.source === source).flatMap((one) => pointAt(one, k) ?? []);
    if (places.length === 0) return [];
    return [
      {
        kind: 'points',
        name: `stored runs: ${source}`,
        x: places.map((place) => place.unreliability),
        y: places.map((place) => place.ambiguity),
        ...SOURCES[source],
      },
    ];
  });
}

function sampleSizes({ settings, labels, samples }: ExplorerModel): Chart {
  const { curves, printed, repaired } = samples;
  const known = [...curves.repaired, ...curves.printed].filter((value) => value > 0);
  const low = 10 ** Math.floor(Math.log10(known.length > 0 ? Math.min(...known) : 1));
  const at = (value: number | null): number => value ?? NaN;
  const said = (value: number | null): string => (value === null ? 'void' : value.toFixed(0));
  return {
    id: 'samples',
    title: `Samples that suffice, at γ = ${number(settings.ambiguity)}`,
    alt: `Sample sizes over η, logarithmic. At this η, repaired: ${said(repaired.samples)}, printed: ${said(printed.samples)}. The repaired one rises with η, the printed one is void at small η and falls.`,
    x: { label: 'unreliability η', range: [0, 1] },
    y: { label: 'samples', range: [low, low * 1e5], log: true },
    marks: [
      {
        kind: 'line',
        name: 'repaired n₀′',
        x: curves.unreliability,
        y: curves.repaired,
        colour: BLUE,
      },
      {
        kind: 'line',
        name: 'printed n₀ (absent where void)',
        x: curves.unreliability,
        y: curves.printed,
        colour: ORANGE,
        dash: '6 4',
      },
      { kind: 'rule', x: labels.unreliability, colour: INK, dash: '2 4' },
      {
        kind: 'points',
        x: [labels.unreliability, labels.unreliability],
        y: [at(repaired.samples), at(printed.samples)],
        colour: '#000000',
        shape: 'cross',
        size: 6,
      },
    ],
  };
}

function noiseDensities({ settings, noise: { curves, unreliability } }: ExplorerModel): Chart {
  const { k, classes, scale } = settings;
  const top = 1.08 * Math.max(...curves.truth, ...curves.wrong);
  return {
    id: 'densities',
    title: `Order statistics: entries of the noisy label at scale ${number(scale, 3)}`,
    alt: `Densities of the truth's entry, one plus noise, and of the ${k}th largest of the ${classes - 1} wrong entries. The truth is missed where the wrong entry is larger: η ${number(unreliability, 3)}.`,
    x: { label: 'entry', range: [curves.entry[0], curves.entry[curves.entry.length - 1]] },
    y: { label: 'density', range: [0, top] },
    marks: [
      { kind: 'line', name: 'truth, 1 + y', x: curves.entry, y: curves.truth, colour: BLUE },
      {
        kind: 'line',
        name: `wrong entry ranked ${k}, x`,
        x: curves.entry,
        y: curves.wrong,
        colour: ORANGE,
        dash: '6 4',
      },
    ],
  };
}

function noiseIndicators({ settings, noise }: ExplorerModel): Chart {
  const { scale, k } = settings;
  const { curves, unreliability, ambiguity } = noise;
  return {
    id: 'noise',
    title: `Corollary 2: indicators over the scale, k = ${k}`,
    alt: `η and γ over the noise's scale, both rising, their sum below 1. At scale ${number(scale, 3)}: η ${number(unreliability, 3)}, γ ${number(ambiguity, 3)}.`,
    x: { label: 'scale (σ or b)', range: [0.05, 10], log: true },
    y: { label: 'η, γ', range: [0, 1] },
    marks: [
      { kind: 'line', name: 'η', x: curves.scale, y: curves.unreliability, colour: BLUE },
      { kind: 'line', name: 'γ', x: curves.scale, y: curves.ambiguity, colour: ORANGE, dash: '6 4' },
      {
        kind: 'line',
        name: 'η + γ',
        x: curves.scale,
        y: curves.scale.map((_, i) => curves.unreliability[i] + curves.ambiguity[i]),
        colour: GREY,
        dash: '2 4',
      },
      { kind: 'rule', x: scale, colour: INK, dash: '2 4' },
      {
        kind: 'points',
        x: [scale, scale],
        y: [unreliability, ambiguity],
        colour: '#000000',
        shape: 'cross',
        size: 6,
      },
    ],
  };
}

function fixedPointWeb({ training }: ExplorerModel): Chart {
  const { grid, consistent, printed, start } = training;
  const fixed = (form: typeof printed): number[] => form.fixedPoints.map(({ accuracy }) => accuracy);
  return {
    id: 'web',
    title: 'Theorem 3: rounds of self-training',
    alt: `Accuracy of the next round over accuracy, with the consistent and the printed constant, the diagonal and 30 rounds from ${number(start)}. They end at ${number(consistent.final, 3)} and ${number(printed.final, 3)}.`,
    x: { label: 'accuracy x of a round', range: [0, 1] },
    y: { label: 'accuracy of the next', range: [0, 1] },
    marks: [
      { kind: 'line', x: [0, 1], y: [0, 1], colour: GREY, width: 1 },
      { kind: 'line', name: 'consistent (k − x)/(c − 1)', x: grid, y: consistent.map, colour: BLUE },
      {
        kind: 'line',
        name: 'printed (c − k − x)/(c − 1)',
        x: grid,
        y: printed.map,
        colour: ORANGE,
        dash: '6 4',
      },
      { kind: 'line', ...printed.web, colour: ORANGE, width: 1 },
      { kind: 'line', ...consistent.web, colour: BLUE, width: 1.2 },
      {
        kind: 'points',
        name: 'fixed points',
        x: fixed(consistent),
        y: fixed(consistent),
        colour: BLUE,
        open: true,
      },
      { kind: 'points', x: fixed(printed), y: fixed(printed), colour: ORANGE, shape: 'square', open: true },
    ],
  };
}

function point(
  name: string,
  shape: PointShape,
  colour: string,
  at: { unreliability: number; ambiguity: number },
  size = 6,
): Mark {
  return { kind: 'points', name, x: [at.unreliability], y: [at.ambiguity], colour, shape, size };
}
