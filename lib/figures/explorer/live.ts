import { counted } from '../../base/in-words';
import { chartSvg, legendHtml, plotArea } from '../svg/chart';
import type { Chart } from '../svg/chart';
import { PLANE, explorerCharts } from './charts';
import { sentencesHtml } from './markup';
import { exploreTheory } from './model';
import type { MeasuredPoint } from './points';
import { pointAt, pointText } from './points';
import { CONTROLS, DEFAULT_SETTINGS, lastPlace, placeOf } from './settings';
import type { ExplorerSettings, Slider } from './settings';
import { describeModel } from './verdict';
import type { ExplorerVerdict } from './verdict';

/** After the last move: exact fixed points, and the verdict is spoken once. */
const SETTLED_MILLISECONDS = 250;
/** A mark this near the pointer, in view-box pixels, is meant. */
const NEAR = 12;

/** Brings an explorer's markup to life: sliders, choices, pointer and stored runs. */
export function bindExplorer(root: HTMLElement): void {
  const points = JSON.parse(find(root, '[data-points]').textContent ?? '[]') as MeasuredPoint[];
  const settings: ExplorerSettings = { ...DEFAULT_SETTINGS };
  const sliders = CONTROLS.flatMap(({ controls }) => controls).filter(
    (control): control is Slider => 'values' in control,
  );
  const drawn = new Map<string, string>();
  const times: number[] = [];
  let settling: ReturnType<typeof setTimeout> | undefined;

  /** Computes and draws; the time it reports includes the browser's layout of what changed. */
  const update = (exact: boolean): void => {
    const start = performance.now();
    const model = exploreTheory(settings, { exact });
    for (const chart of explorerCharts(model, points)) redraw(root, chart, drawn);
    const verdict = describeModel(model);
    for (const [name, sentences] of Object.entries(verdict) as [keyof ExplorerVerdict, string[]][]) {
      replace(find(root, `[data-verdict="${name}"]`), sentencesHtml(sentences), `verdict ${name}`, drawn);
    }
    void root.offsetHeight; // layout now, so that it counts
    if (!exact) times.push(performance.now() - start);
    if (exact) {
      find(root, '[data-spoken]').textContent = [...verdict.conditions, ...verdict.samples].join(' ');
      showSpeed(root, times);
    }
  };
  const changed = (): void => {
    showSettings(root, sliders, settings);
    update(false);
    clearTimeout(settling);
    settling = setTimeout(() => update(true), SETTLED_MILLISECONDS);
  };

  for (const slider of sliders) {
    const input = find<HTMLInputElement>(root, `[data-slider="${slider.name}"]`);
    input.addEventListener('input', () => {
      settings[slider.name] = slider.values[Number(input.value)];
      settings.k = Math.min(settings.k, settings.classes - 1);
      changed();
    });
  }
  for (const choice of root.querySelectorAll<HTMLSelectElement>('[data-choice]')) {
    choice.addEventListener('change', () => {
      Object.assign(settings, { [choice.dataset.choice!]: choice.value });
      changed();
    });
  }
  find(root, '[data-reset]').addEventListener('click', () => {
    Object.assign(settings, DEFAULT_SETTINGS);
    for (const choice of root.querySelectorAll<HTMLSelectElement>('[data-choice]')) {
      choice.value = String(settings[choice.dataset.choice as 'noise' | 'sampler']);
    }
    changed();
  });
  bindPlane(root, points, settings, changed);
  root.classList.add('live');
  showSettings(root, sliders, settings);
  update(true);
}

/** Pointer in the (η, γ) plane and the list of stored runs. */
function bindPlane(
  root: HTMLElement,
  points: readonly MeasuredPoint[],
  settings: ExplorerSettings,
  changed: () => void,
): void {
  const plane = find<SVGSVGElement>(root, '#chart-plane > svg');
  const readout = root.querySelector<HTMLElement>('[data-readout]');
  const go = root.querySelector<HTMLSelectElement>('[data-go]');
  const place = (event: PointerEvent): { x: number; y: number } => {
    const box = plane.getBoundingClientRect();
    const area = plotArea(PLANE);
    const scale = PLANE.width / box.width;
    return {
      x: ((event.clientX - box.left) * scale - area.x) / area.width,
      y: 1 - ((event.clientY - box.top) * scale - area.y) / area.height,
    };
  };
  const move = (event: PointerEvent): void => {
    const { x, y } = place(event);
    const rounded = (value: number): number => Math.min(1, Math.max(0, Math.round(100 * value) / 100));
    [settings.unreliability, settings.ambiguity] = [rounded(x), rounded(y)];
    changed();
  };
  plane.addEventListener('pointerdown', (event) => {
    plane.setPointerCapture(event.pointerId);
    move(event);
  });
  plane.addEventListener('pointermove', (event) => {
    if (plane.hasPointerCapture(event.pointerId)) return move(event);
    const { x, y } = place(event);
    const { width, height } = plotArea(PLANE);
    const near = points.filter((point) => {
      const at = pointAt(point, settings.k);
      return at && Math.hypot((at.unreliability - x) * width, (at.ambiguity - y) * height) < NEAR;
    });
    if (near.length > 0 && readout) readout.textContent = describePoints(near, settings.k);
  });
  go?.addEventListener('change', () => {
    const point = go.value === '' ? undefined : points[Number(go.value)];
    if (!point) return;
    const at = pointAt(point, settings.k) ?? {
      unreliability: point.unreliability[0],
      ambiguity: point.ambiguity[0],
    };
    if (point.k.length > 0 && !point.k.includes(settings.k)) settings.k = point.k[0];
    if (point.classes) settings.classes = Math.max(point.classes, settings.k + 1);
    [settings.unreliability, settings.ambiguity] = [at.unreliability, at.ambiguity];
    if (readout) readout.textContent = describePoints([point], settings.k);
    changed();
  });
}

function describePoints(points: readonly MeasuredPoint[], k: number): string {
  const at = pointAt(points[0], k)!;
  const shown = points.slice(0, 3).map(pointText);
  const more = points.length > 3 ? ` … and ${counted(points.length - 3, 'more row')}` : '';
  return `η ${at.unreliability.toFixed(3)}, γ ${at.ambiguity.toFixed(3)} at k = ${k}: ${shown.join(' · ')}${more}`;
}

function showSettings(root: HTMLElement, sliders: readonly Slider[], settings: ExplorerSettings): void {
  for (const slider of sliders) {
    const input = find<HTMLInputElement>(root, `[data-slider="${slider.name}"]`);
    const value = settings[slider.name];
    const text = slider.text(value);
    input.max = String(lastPlace(slider, settings));
    input.value = String(placeOf(slider, value));
    if (input.getAttribute('aria-valuetext') === text) continue;
    input.setAttribute('aria-valuetext', text);
    input.previousElementSibling!.textContent = text;
  }
}

/** How long updates took, of the last hundred moves. */
function showSpeed(root: HTMLElement, times: number[]): void {
  times.splice(0, times.length - 100);
  if (times.length === 0) return;
  const sorted = [...times].sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1];
  const largest = sorted[sorted.length - 1];
  root.dataset.medianMilliseconds = median.toFixed(2);
  root.dataset.largestMilliseconds = largest.toFixed(2);
  find(root, '[data-speed]').textContent =
    `Computed and laid out in ${median.toFixed(1)} ms (median of ${times.length}), at most ${largest.toFixed(1)} ms; a frame has 16 ms. While a slider moves, the noise curves come from a table (within 0.00001) and the fixed points from a map of 120 cells; a quarter of a second later the fixed points are exact. Every number in the sentences on conditions, samples, noise and partial labels is exact at all times.`;
}

function redraw(root: HTMLElement, chart: Chart, drawn: Map<string, string>): void {
  const figure = find(root, `#chart-${chart.id}`);
  const svg = find<SVGSVGElement>(figure, ':scope > svg');
  if (replace(svg, chartSvg(chart), `chart ${chart.id}`, drawn)) svg.setAttribute('aria-label', chart.alt);
  replace(find(figure, '.legend'), legendHtml(chart), `legend ${chart.id}`, drawn);
  replace(find(figure, 'figcaption'), chart.title, `title ${chart.id}`, drawn, true);
}

/** Only what has changed is put into the page. */
function replace(place: Element, content: string, key: string, drawn: Map<string, string>, text = false) {
  if (drawn.get(key) === content) return false;
  drawn.set(key, content);
  if (text) place.textContent = content;
  else place.innerHTML = content;
  return true;
}

function find<T extends Element = HTMLElement>(root: Element, selector: string): T {
  const found = root.querySelector<T>(selector);
  if (!found) throw new Error(`the page lacks ${selector}`);
  return found;
}
