import { panelParts } from './markup';
import { DEFAULT_PANEL } from './model';
import type { PanelData, PanelSettings } from './model';

/** Brings a panel's markup to life: image, draw, thresholds, temperature, mask rule. */
function bindPanel(root: HTMLElement): void {
  const data = JSON.parse(root.querySelector('[data-panel-data]')?.textContent ?? '{}') as PanelData;
  const form = root.querySelector('form');
  if (!form) return;
  const shown = new Map<string, string>();
  const read = (): PanelSettings => {
    const values = new FormData(form);
    const number = (name: keyof PanelSettings) => Number(values.get(name) ?? DEFAULT_PANEL[name]);
    return {
      example: number('example'),
      draw: number('draw'),
      weakThreshold: number('weakThreshold'),
      strongThreshold: number('strongThreshold'),
      temperature: number('temperature'),
      maskRule: values.get('maskRule') === 'per-teacher-view' ? 'per-teacher-view' : 'code',
    };
  };
  const update = () => {
    const settings = read();
    for (const [name, html] of Object.entries(panelParts(data, settings))) {
      if (shown.get(name) === html) continue;
      shown.set(name, html);
      const place = root.querySelector(`[data-part="${name}"]`);
      if (place) place.innerHTML = html;
    }
    root.querySelectorAll<HTMLElement>('[data-value]').forEach((place) => {
      place.textContent = String(settings[place.dataset.value as keyof PanelSettings]);
    });
  };
  form.addEventListener('input', update);
  form.addEventListener('submit', (event) => event.preventDefault());
  root.classList.add('live');
  update();
}

document.querySelectorAll<HTMLElement>('[data-crld-panel]').forEach(bindPanel);
