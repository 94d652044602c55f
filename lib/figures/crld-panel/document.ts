import { HEIGHT_SCRIPT, clientScript, standaloneHtml } from '../standalone';
import { panelMarkup } from './markup';
import { DEFAULT_PANEL } from './model';
import type { PanelData } from './model';

const STYLE = `:root { color-scheme: light; } * { box-sizing: border-box; }
body { margin: 0; padding: 0.75rem; color: #1c2126; background: #fff; font: 16px/1.5 'Open Sans', 'Segoe UI', system-ui, sans-serif; }
.crld-panel { max-width: 62rem; margin: 0 auto; } .small { font-size: 0.88rem; color: #55606b; }
.crld-panel:not(.live) .needs-script { display: none; }
fieldset { border: 0; border-top: 1px solid #d9dee3; margin: 0; padding: 0.4rem 0; min-width: 0; } legend { font-weight: 600; padding-right: 0.5rem; }
.choices { display: flex; flex-wrap: wrap; gap: 0.35rem; } .choice { display: grid; justify-items: center; font-size: 0.72rem; padding: 0.2rem; border: 2px solid transparent; border-radius: 4px; cursor: pointer; max-width: 4.6rem; text-align: center; line-height: 1.2; }
.choice:has(:checked) { border-color: #0a5c91; background: #eef5fb; } .choice input { position: absolute; opacity: 0; } .choice:has(:focus-visible) { outline: 3px solid #e69f00; }
.choice img { width: 44px; height: 44px; image-rendering: pixelated; }
.controls { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 0.4rem 1.2rem; margin: 0.4rem 0; font-size: 0.9rem; }
.control { display: grid; grid-template-columns: 1fr auto; column-gap: 0.5rem; } .control input, .control select { grid-column: 1 / -1; width: 100%; accent-color: #0a5c91; font: inherit; } output { font-weight: 600; font-variant-numeric: tabular-nums; }
.views { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1rem 1.5rem; } h4 { margin: 0.4rem 0; font-size: 1.02rem; }
.view { display: grid; grid-template-columns: 112px 1fr; gap: 0.8rem; align-items: center; min-height: 118px; } .view img { width: 112px; height: 112px; image-rendering: pixelated; border: 1px solid #d9dee3; } .view p { margin: 0; font-size: 0.92rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.85rem; line-height: 1.35; margin: 0.6rem 0; } caption { text-align: left; font-weight: 600; padding: 0.3rem 0; }
th, td { text-align: left; padding: 0.15rem 0.5rem; border-bottom: 1px solid #e4e8ec; font-variant-numeric: tabular-nums; } tbody th { font-weight: 400; } .truth th { font-weight: 700; } .truth { background: #fdf3d7; }
.bar { display: inline-block; height: 0.8em; vertical-align: -1px; background: #0072B2; } .of-1 { background: #56B4E9; } .of-2 { background: #D55E00; } .number { text-align: right; }
.active td:nth-child(3) { color: #005a40; font-weight: 700; } .masked { color: #6b7580; } .masked th { text-decoration: line-through; }
:focus-visible { outline: 3px solid #e69f00; outline-offset: 2px; }
@media (max-width: 46rem) { .views { grid-template-columns: minmax(0, 1fr); } }`;

/** The panel as a document of its own, for a frame or a file. It tells the frame that holds it its height. */
export function panelDocument(data: PanelData): string {
  return standaloneHtml({
    title: `CRLD, term by term: ${data.teacher} -> ${data.student}`,
    style: STYLE,
    main: panelMarkup(data, DEFAULT_PANEL),
    behind: `<script>${clientScript('crld-panel')}</script>\n${HEIGHT_SCRIPT}\n`,
  });
}
