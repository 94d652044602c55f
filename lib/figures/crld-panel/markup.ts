import { escapeHtml, inlineJson } from '../escape';
import { keptShare, panelTerms, softmax } from './model';
import type { PanelData, PanelSettings, PanelTerm, PanelView } from './model';

/** The parts of the panel that follow the settings, by the names under which the page finds them. */
export function panelParts(data: PanelData, settings: PanelSettings): Record<string, string> {
  const example = data.examples[settings.example];
  const terms = panelTerms(example, settings);
  return {
    truth: `True class: <strong>${escapeHtml(data.classes[example.label])}</strong>`,
    weak: viewHtml('weak', example.weak, example.label, data, settings),
    strong: viewHtml('strong', example.strong[settings.draw], example.label, data, settings),
    terms: termsHtml(terms),
    sentence: escapeHtml(panelSentence(terms)),
    kept: keptHtml(data, settings),
  };
}

/** The state of the four terms in words. */
export function panelSentence(terms: readonly PanelTerm[]): string {
  const active = terms.filter((term) => term.active);
  const total = active.reduce((sum, { weight, value }) => sum + weight * value, 0);
  const names = active.map(({ teacher, student }) => `${student} from ${teacher}`).join(', ');
  const which = active.length === 0 ? 'No term counts' : `${active.length} of 4 terms count (${names})`;
  return `${which}; together they weigh ${total.toFixed(3)} nats beside the cross-entropy.`;
}

function viewHtml(
  name: 'weak' | 'strong',
  { picture, teacher, student }: PanelView,
  label: number,
  { classes }: PanelData,
  { temperature, weakThreshold, strongThreshold }: PanelSettings,
): string {
  const [sure, soft] = [softmax(teacher, 1), softmax(teacher, temperature)];
  const own = softmax(student, 1);
  const confidence = Math.max(...sure);
  const threshold = name === 'weak' ? weakThreshold : strongThreshold;
  const said = (p: readonly number[]) => classes[p.indexOf(Math.max(...p))];
  const rows = classes.map((text, c) => {
    const marked = c === label ? ' class="truth"' : '';
    const cells = [sure[c], soft[c], own[c]].map(
      (value, column) =>
        `<td><span class="bar of-${column}" style="width:${(58 * value).toFixed(1)}%"></span> ${value.toFixed(3)}</td>`,
    );
    return `<tr${marked}><th scope="row">${escapeHtml(text)}</th>${cells.join('')}</tr>`;
  });
  const verdict = confidence >= threshold ? 'reaches' : 'stays below';
  return `<h4>${name === 'weak' ? 'Weak view' : 'Strong view'}</h4>
<div class="view"><img alt="${name} view of an image of ${escapeHtml(classes[label])}" src="${escapeHtml(picture)}">
<p>Teacher says <strong>${escapeHtml(said(sure))}</strong> with ${confidence.toFixed(3)}, which ${verdict} ${threshold.toFixed(2)}. Student says <strong>${escapeHtml(said(own))}</strong>.</p></div>
<table><caption>Probabilities, ${name} view</caption>
<thead><tr><th scope="col">class</th><th scope="col">teacher, T = 1</th><th scope="col">teacher, T = ${temperature}</th><th scope="col">student, T = 1</th></tr></thead>
<tbody>${rows.join('')}</tbody></table>`;
}

function termsHtml(terms: readonly PanelTerm[]): string {
  const rows = terms.map(
    ({ family, teacher, student, judge, confidence, threshold, active, value, weight }) =>
      `<tr class="${active ? 'active' : 'masked'}"><th scope="row">${family === 'within' ? 'within view' : 'across views'}: ${student} student from ${teacher} teacher</th>` +
      `<td>${judge}: ${confidence.toFixed(3)} ${active ? '≥' : '<'} ${threshold.toFixed(2)}</td>` +
      `<td>${active ? 'counts' : 'masked'}</td><td class="number">${value.toFixed(3)}</td><td class="number">${active ? (weight * value).toFixed(3) : '0'}</td></tr>`,
  );
  return `<table><caption>The four terms</caption>
<thead><tr><th scope="col">term</th><th scope="col">teacher’s confidence</th><th scope="col">mask</th><th scope="col" class="number">T²·KL (nats)</th><th scope="col" class="number">weighted</th></tr></thead>
<tbody>${rows.join('')}</tbody></table>`;
}

function keptHtml({ examples }: PanelData, { weakThreshold, strongThreshold }: PanelSettings): string {
  const weak = keptShare(examples, 'weak', weakThreshold);
  const strong = keptShare(examples, 'strong', strongThreshold);
  return `Of the pictures here these thresholds keep ${weak.toFixed(0)} % of the weak and ${strong.toFixed(0)} % of the strong views.`;
}

/** The whole panel: controls, pictures, terms; readable without a script. */
export function panelMarkup(data: PanelData, settings: PanelSettings): string {
  const parts = panelParts(data, settings);
  const choices = data.examples.map(
    ({ label, weak }, index) =>
      `<label class="choice"><input type="radio" name="example" value="${index}"${index === settings.example ? ' checked' : ''}><img alt="" src="${escapeHtml(weak.picture)}"><span>${escapeHtml(data.classes[label])}</span></label>`,
  );
  const slider = (name: string, label: string, value: number, max: number, step: number, min = 0) =>
    `<label class="control"><span>${label}</span><output data-value="${name}">${value}</output><input type="range" name="${name}" min="${min}" max="${max}" step="${step}" value="${value}"></label>`;
  const draws = data.examples[0].strong.map(
    (_, draw) => `<option value="${draw}">draw ${draw + 1} of the strong view</option>`,
  );
  return `<div class="crld-panel" data-crld-panel>
<p class="small">${escapeHtml(data.teacher)} teaches ${escapeHtml(data.student)}. Everything is computed in this page from stored logits.</p>
<form class="needs-script"><fieldset><legend>Image</legend><div class="choices">${choices.join('')}</div></fieldset>
<div class="controls">${slider('weakThreshold', 'weak threshold τ<sub>w</sub>', settings.weakThreshold, 1, 0.01)}
${slider('strongThreshold', 'strong threshold τ<sub>s</sub>', settings.strongThreshold, 1, 0.01)}
${slider('temperature', 'temperature T', settings.temperature, 10, 0.5, 0.5)}
<label class="control"><span>mask rule</span><select name="maskRule"><option value="code">by kind of term (code)</option><option value="per-teacher-view">by the teacher’s view</option></select></label>
<label class="control"><span>strong view</span><select name="draw">${draws.join('')}</select></label></div></form>
<p data-part="truth">${parts.truth}</p>
<div class="views"><div data-part="weak">${parts.weak}</div><div data-part="strong">${parts.strong}</div></div>
<div data-part="terms">${parts.terms}</div>
<p data-part="sentence" aria-live="polite">${parts.sentence}</p>
<p class="small" data-part="kept">${parts.kept}</p>
<script type="application/json" data-panel-data>${inlineJson(data)}</script>
</div>`;
}
