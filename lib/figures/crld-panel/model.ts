/** One view of one image: what it looks like and what both networks say about it. */
export interface PanelView {
  /** `data:` address of the picture. */
  picture: string;
  /** Logits, [C] each. */
  teacher: readonly number[];
  student: readonly number[];
}

export interface PanelExample {
  /** Index of the true class. */
  label: number;
  weak: PanelView;
  /** Several draws of the strong view. */
  strong: readonly PanelView[];
}

export interface PanelData {
  classes: readonly string[];
  examples: readonly PanelExample[];
  teacher: string;
  student: string;
}

export interface PanelSettings {
  example: number;
  draw: number;
  weakThreshold: number;
  strongThreshold: number;
  maskRule: 'code' | 'per-teacher-view';
  temperature: number;
}

export const DEFAULT_PANEL: PanelSettings = {
  example: 0,
  draw: 0,
  weakThreshold: 0.9,
  strongThreshold: 0.2,
  maskRule: 'code',
  temperature: 4,
};

type ViewName = 'weak' | 'strong';

/** One of CRLD's four distillation terms for one image. */
export interface PanelTerm {
  family: 'within' | 'cross';
  teacher: ViewName;
  student: ViewName;
  /** The view whose confidence decides whether the term counts. */
  judge: ViewName;
  confidence: number;
  threshold: number;
  active: boolean;
  /** T²·KL(teacher‖student), in nats, before weight and mask. */
  value: number;
  /** λ of its family. */
  weight: number;
}

const WEIGHTS = { within: 2, cross: 0.5 } as const;
const TERMS = [
  ['within', 'weak', 'weak'],
  ['within', 'strong', 'strong'],
  ['cross', 'weak', 'strong'],
  ['cross', 'strong', 'weak'],
] as const;

/** The four terms of CRLD (loss `crld`) for one image, in the order WV-1, WV-2, CV-1, CV-2. */
export function panelTerms(example: PanelExample, settings: PanelSettings): PanelTerm[] {
  const views = { weak: example.weak, strong: example.strong[settings.draw] };
  const thresholds = { weak: settings.weakThreshold, strong: settings.strongThreshold };
  return TERMS.map(([family, teacher, student]) => {
    const judge = settings.maskRule === 'per-teacher-view' ? teacher : family === 'within' ? 'weak' : 'strong';
    const confidence = Math.max(...softmax(views[judge].teacher, 1));
    const threshold = thresholds[judge];
    return {
      ...{ family, teacher, student, judge, confidence, threshold },
      active: confidence >= threshold,
      value: divergence(views[teacher].teacher, views[student].student, settings.temperature),
      weight: WEIGHTS[family],
    };
  });
}

/** Softmax of z/T. */
export function softmax(logits: readonly number[], temperature: number): number[] {
  const top = Math.max(...logits);
  const odds = logits.map((z) => Math.exp((z - top) / temperature));
  const sum = odds.reduce((a, b) => a + b, 0);
  return odds.map((value) => value / sum);
}

/** T²·KL(softmax(t/T)‖softmax(s/T)), in nats. */
function divergence(teacher: readonly number[], student: readonly number[], temperature: number): number {
  const logs = (logits: readonly number[]) => {
    const top = Math.max(...logits);
    const norm = Math.log(logits.reduce((sum, z) => sum + Math.exp((z - top) / temperature), 0));
    return logits.map((z) => (z - top) / temperature - norm);
  };
  const [p, q] = [logs(teacher), logs(student)];
  return temperature ** 2 * p.reduce((sum, log, c) => sum + Math.exp(log) * (log - q[c]), 0);
}

/** How many of the pictures (each draw counted) have a teacher as sure as the threshold, in %. */
export function keptShare(examples: readonly PanelExample[], view: ViewName, threshold: number): number {
  const all = examples.flatMap(({ weak, strong }) => (view === 'weak' ? [weak] : strong));
  const kept = all.filter(({ teacher }) => Math.max(...softmax(teacher, 1)) >= threshold);
  return (100 * kept.length) / all.length;
}
