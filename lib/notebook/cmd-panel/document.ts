import { escapeHtml } from '../../figures';
import { HEIGHT_SCRIPT, standaloneHtml } from '../../figures/standalone';
import type { CmdPanelData } from './data';
import { chi, globalTrust, shareBelow } from './formulas';
import { panelScript } from './script';

/** [id, label, smallest, largest, step, start] of each slider. */
const SLIDERS = [
  ['kappa', 'κ, height of the threshold at half time', 0, 1.2, 0.05, 0.5],
  ['growth', 'b, how fast the threshold moves (0: CMD-S)', 0, 16, 1, 8],
  ['trust', 'B, how fast the trust g(t) grows', 0, 24, 1, 12],
  ['transition', 'where g(t) = ½', 0, 1, 0.05, 0.3],
] as const;

const STYLE = `body { font: 14px/1.4 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 8px; max-width: 900px; }
.controls { display: grid; grid-template-columns: repeat(auto-fit, minmax(250px, 1fr)); gap: 4px 20px; }
label { display: block; } input[type=range] { width: 100%; }
fieldset { border: 0; padding: 0; margin: 0; }
canvas { width: 100%; height: auto; display: block; margin-top: 8px; }
#words { min-height: 2.8em; }`;

/** Data inside a script element: no character may end it. */
const inScript = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');

/**
 * The panel as a document of its own: data, drawing and controls in one file, no connection of any kind. Which images
 * would be passed on in which epoch, for any threshold; entropies are those of a finished run.
 */
export function cmdPanelDocument(data: CmdPanelData): string {
  const epochs = data.entropies.length;
  const sliders = SLIDERS.map(
    ([id, label, min, max, step, start]) =>
      `<label for="${id}">${label}: <output id="${id}-value">${start}</output>
<input id="${id}" type="range" min="${min}" max="${max}" step="${step}" value="${start}"></label>`,
  ).join('\n');
  return standaloneHtml({
    title: 'What would be passed on, and when',
    style: STYLE,
    main: `<p>${escapeHtml(data.title)}. Each row of the lower picture is a training image (above the line: right labels, below: wrong ones), each column an epoch; dark: passed on to the other network, white: not drawn in that epoch.</p>
<div class="controls">
${sliders}
<fieldset><legend>direction</legend>
<label><input type="radio" name="direction" value="1" checked> rising</label>
<label><input type="radio" name="direction" value="-1"> tightening</label></fieldset>
<label for="epoch">epoch: <output id="epoch-value">${epochs}</output>
<input id="epoch" type="range" min="1" max="${epochs}" step="1" value="${epochs}"></label>
</div>
<p id="words" aria-live="polite"></p>
<canvas id="curves" width="900" height="220" role="img" aria-label="Threshold, trust and mean entropies over the epochs"></canvas>
<canvas id="images" width="900" height="420" role="img" aria-label="Images passed on by epoch"></canvas>`,
    behind: `<script>
const data = ${inScript(data)};
${[chi, globalTrust, shareBelow].map(String).join('\n')}
(${String(panelScript)})(data, { chi: ${chi.name}, globalTrust: ${globalTrust.name}, shareBelow: ${shareBelow.name} });
</script>
${HEIGHT_SCRIPT}
`,
  });
}
