import { escapeHtml, inlineJson } from '../escape';
import { chartHtml } from '../svg/chart';
import { explorerCharts } from './charts';
import { exploreTheory } from './model';
import type { MeasuredPoint } from './points';
import { pointText } from './points';
import { CONTROLS, DEFAULT_SETTINGS, lastPlace, placeOf } from './settings';
import type { Choice, Slider } from './settings';
import { describeModel } from './verdict';
import type { ExplorerVerdict } from './verdict';

/** Parts of the explorer: heading, chart ids, the sentences below. */
const PARTS: readonly {
  heading: string;
  charts: readonly string[];
  verdicts: readonly (keyof ExplorerVerdict)[];
  wide?: boolean;
}[] = [
  { heading: 'Conditions', charts: ['plane'], verdicts: ['conditions', 'candidates'], wide: true },
  { heading: 'Samples', charts: ['samples'], verdicts: ['samples'] },
  { heading: 'Self-training', charts: ['web'], verdicts: ['training'] },
  { heading: 'Additive noise', charts: ['densities', 'noise'], verdicts: ['noise'], wide: true },
];

/**
 * The explorer as markup, drawn at the default setting: complete without a script, which only brings the sliders to
 * life. The measured points stand in a JSON element.
 */
export function explorerMarkup(points: readonly MeasuredPoint[]): string {
  const model = exploreTheory(DEFAULT_SETTINGS);
  const charts = explorerCharts(model, points);
  const verdict = describeModel(model);
  const parts = PARTS.map(({ heading, charts: ids, verdicts, wide }) => {
    const drawn = ids.map((id) => chartHtml(charts.find((chart) => chart.id === id)!)).join('\n');
    const words = verdicts.map(
      (name) => `<div data-verdict="${name}">${sentencesHtml(verdict[name])}</div>`,
    );
    return `<section class="part${wide ? ' wide' : ''}" aria-label="${heading}">
${ids.length > 1 ? `<div class="pictures">${drawn}</div>` : drawn}
${ids.includes('plane') ? pointChoice(points) : ''}${words.join('\n')}
</section>`;
  });
  const controls = CONTROLS.map(
    ({ heading, controls: own }) =>
      `<fieldset><legend>${escapeHtml(heading)}</legend>${own.map(controlHtml).join('\n')}</fieldset>`,
  );
  return `<div class="explorer" data-explorer>
<form class="controls needs-script" aria-label="Settings">
${controls.join('\n')}
<button type="button" data-reset>Back to the default</button>
</form>
<div>
<p class="static-note">The default setting; the sliders need JavaScript.</p>
<div class="pictures">
${parts.join('\n')}
</div>
<p class="hidden-text" aria-live="polite" data-spoken></p>
<p class="small needs-script" data-speed></p>
</div>
<script type="application/json" data-points>${inlineJson(points)}</script>
</div>`;
}

/** The drop zone: two files in, the report of `kdlab check` out. Nothing works here without a script. */
export function dropMarkup(): string {
  return `<div class="drop" data-drop>
<p>Drop two <code>.npy</code> files here, or choose them: your soft labels (N×C probabilities, or 0/1 candidate sets) and the N true labels. The report of <code>kdlab check</code> is computed in this page; nothing leaves your machine.</p>
<label>soft labels <input type="file" accept=".npy" data-file="matrix"></label>
<label>labels <input type="file" accept=".npy" data-file="labels"></label><br>
<label><input type="checkbox" data-option="candidates"> the rows are candidate sets</label>
<label>headline k <input type="number" min="1" step="1" data-option="k" placeholder="min(4, C−1)" style="width:7.5em"></label>
<label>bootstrap resamples <input type="number" min="1" max="100000" step="1" value="1000" data-option="resamples" style="width:6em"></label>
<p class="status" role="status" aria-live="polite" data-status>The drop zone needs JavaScript; without it: kdlab check --soft-labels … --labels … --html …</p>
</div>
<div data-report></div>`;
}

export function sentencesHtml(sentences: readonly string[]): string {
  return sentences.map((text) => `<p>${escapeHtml(text)}</p>`).join('');
}

function pointChoice(points: readonly MeasuredPoint[]): string {
  if (points.length === 0) return '';
  const tables = [...new Set(points.map(({ table }) => table))];
  const groups = tables.map((table) => {
    const own = points.flatMap((point, index) =>
      point.table === table
        ? [`<option value="${index}">${escapeHtml(pointText(point).slice(table.length + 2))}</option>`]
        : [],
    );
    return `<optgroup label="${escapeHtml(table)}">${own.join('')}</optgroup>`;
  });
  return `<p class="needs-script"><label>Go to a stored run <select data-go><option value="">choose, or point at one above</option>${groups.join('')}</select></label></p>
<p class="readout needs-script" data-readout>Point at a mark for its run; click or drag in the plane to set η and γ.</p>
`;
}

function controlHtml(control: Slider | Choice): string {
  const id = `explorer-${control.name}`;
  const label = escapeHtml(control.label);
  if ('options' in control) {
    const options = control.options.map(
      ([value, text]) =>
        `<option value="${value}"${value === DEFAULT_SETTINGS[control.name] ? ' selected' : ''}>${text}</option>`,
    );
    return `<div class="control"><label for="${id}">${label}</label><select id="${id}" data-choice="${control.name}">${options.join('')}</select></div>`;
  }
  const value = DEFAULT_SETTINGS[control.name];
  const text = escapeHtml(control.text(value));
  return `<div class="control"><label for="${id}">${label}</label><output for="${id}">${text}</output><input type="range" id="${id}" min="0" max="${lastPlace(control, DEFAULT_SETTINGS)}" step="1" value="${placeOf(control, value)}" aria-valuetext="${text}" data-slider="${control.name}"></div>`;
}
