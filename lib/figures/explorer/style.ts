/** What charts and the check report need beside a page's own style. */
export const CHART_STYLE = `.chart { margin: 0; } .chart figcaption { font-weight: 600; font-size: 0.95rem; line-height: 1.35; }
.chart > svg { display: block; width: 100%; height: auto; max-width: 40rem; }
.chart svg text { font: 12px 'Open Sans', 'Segoe UI', system-ui, sans-serif; fill: #222; } .chart svg text.label { font-size: 13px; }
.legend { display: flex; flex-wrap: wrap; gap: 0 1rem; list-style: none; margin: 0.2rem 0 0.3rem; padding: 0; max-width: none; font-size: 0.85rem; line-height: 1.5; color: #333; }
.swatch { vertical-align: -1px; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1.4rem 1.6rem; align-items: start; margin: 1rem 0; }
.json { max-height: 24rem; overflow: auto; font-size: 0.85rem; }
`;

/** The explorer proper. */
export const EXPLORER_STYLE = `${CHART_STYLE}.explorer { display: grid; grid-template-columns: 15.5rem minmax(0, 1fr); gap: 1.25rem 1.75rem; align-items: start; }
.explorer:not(.live) { grid-template-columns: minmax(0, 1fr); } .explorer:not(.live) .needs-script { display: none; }
.explorer.live .static-note { display: none; }
.controls { font-size: 0.9rem; line-height: 1.4; position: sticky; top: 0.75rem; max-height: calc(100vh - 1.5rem); overflow-y: auto; padding-right: 0.5rem; }
.controls fieldset { border: 0; border-top: 1px solid #d9dee3; margin: 0 0 0.5rem; padding: 0.35rem 0 0; min-width: 0; }
.controls legend { font-weight: 600; padding: 0 0.5rem 0 0; }
.control { display: grid; grid-template-columns: 1fr auto; column-gap: 0.5rem; margin: 0.15rem 0; }
.control input[type=range], .control select { grid-column: 1 / -1; width: 100%; margin: 0; accent-color: #0a5c91; }
.control output { font-variant-numeric: tabular-nums; font-weight: 600; }
.explorer select, .drop select, .drop input, .explorer button, .drop button { font: inherit; font-size: 0.9rem; max-width: 100%; }
.explorer :focus-visible, .drop :focus-visible { outline: 3px solid #e69f00; outline-offset: 2px; }
.pictures { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.6rem 1.4rem; align-items: start; }
.part.wide { grid-column: 1 / -1; } .part h3 { font-size: 1.05rem; margin: 0 0 0.3rem; }
.part p { margin: 0.25rem 0; font-size: 0.92rem; line-height: 1.45; }
#chart-plane > svg { max-width: 35rem; touch-action: none; cursor: crosshair; }
.readout { min-height: 2.9em; color: #333; }
.hidden-text { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.small { font-size: 0.85rem; color: #55606b; }
.drop { border: 2px dashed #8a96a3; border-radius: 8px; padding: 0.9rem 1.1rem; margin: 1rem 0; } .drop.over { background: #eef5fb; border-color: #0a5c91; }
.drop label { display: inline-block; margin: 0.3rem 1.2rem 0.3rem 0; } .drop .status { font-weight: 600; min-height: 1.6em; } .drop .status.refused { color: #8f3a00; }
@media (max-width: 46rem) { .explorer, .pictures { grid-template-columns: minmax(0, 1fr); } .controls { position: static; max-height: none; } }
@media print { .needs-script { display: none; } }
`;

/** A document of its own, where no page's style is at hand. */
export const DOCUMENT_STYLE = `:root { color-scheme: light; } * { box-sizing: border-box; }
body { margin: 0; padding: 0.75rem; color: #1c2126; background: #fff; font: 16px/1.55 'Open Sans', 'Segoe UI', system-ui, sans-serif; }
main { max-width: 64rem; margin: 0 auto; } h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; } p, ul { max-width: 50rem; }
code, pre { font-size: 0.92em; background: #f2f4f6; padding: 0.1em 0.3em; border-radius: 3px; }
.table { overflow-x: auto; margin: 1rem 0; } table { border-collapse: collapse; font-size: 0.92rem; line-height: 1.4; }
caption { text-align: left; font-weight: 600; padding-bottom: 0.4rem; } th, td { padding: 0.35rem 0.7rem; text-align: left; vertical-align: top; border-bottom: 1px solid #d9dee3; }
thead th { border-bottom: 2px solid #1c2126; } tbody th { font-weight: 500; } .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td small { display: block; color: #55606b; } details { font-size: 0.95rem; } summary { cursor: pointer; }
`;
