import type { CmdPanelData } from './data';
import type { chi, globalTrust, shareBelow } from './formulas';

interface Formulas {
  chi: typeof chi;
  globalTrust: typeof globalTrust;
  shareBelow: typeof shareBelow;
}

/** The part of the page that the script touches; the library is compiled without the browser's types. */
interface Input {
  value: string;
  addEventListener(event: string, listener: () => void): void;
}
interface Canvas {
  width: number;
  height: number;
  getContext(kind: '2d'): Context;
}
interface Context {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  font: string;
  clearRect(x: number, y: number, width: number, height: number): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  stroke(): void;
  setLineDash(dashes: number[]): void;
}
declare const document: {
  getElementById(id: string): unknown;
  querySelector(selector: string): unknown;
  querySelectorAll(selector: string): Iterable<unknown>;
};

/** Runs in the page, as the text of this function: it may name nothing outside it but its arguments. */
export function panelScript(data: CmdPanelData, formulas: Formulas): void {
  const epochs = data.entropies.length;
  const input = (id: string) => document.getElementById(id) as Input;
  const say = (id: string, text: string) =>
    ((document.getElementById(id) as { textContent: string }).textContent = text);
  const number = (id: string) => Number(input(id).value);
  const direction = () => Number((document.querySelector('input[name=direction]:checked') as Input).value);
  // An epoch stands for its middle.
  const progress = (epoch: number) => (epoch + 0.5) / epochs;
  const threshold = (epoch: number) =>
    formulas.chi(number('kappa'), number('growth'), direction(), progress(epoch));
  const order = data.noisy.map((_, n) => n).sort((a, b) => Number(data.noisy[a]) - Number(data.noisy[b]));
  const right = data.noisy.filter((wrong) => !wrong).length;

  function meanEntropy(epoch: number, wrong: boolean): number | null {
    const known = data.entropies[epoch].filter((h, n) => h >= 0 && data.noisy[n] === wrong);
    return known.length > 0 ? known.reduce((sum, h) => sum + h, 0) / known.length : null;
  }

  function drawCurves(): void {
    const canvas = document.getElementById('curves') as Canvas;
    const context = canvas.getContext('2d');
    const [left, top, width, height] = [40, 12, canvas.width - 230, canvas.height - 40];
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.font = '13px sans-serif';
    context.fillStyle = '#1a1a1a';
    context.fillText('1', left - 14, top + 5);
    context.fillText('0', left - 14, top + height + 4);
    context.fillText('epoch 1', left, top + height + 20);
    context.fillText(`epoch ${epochs}`, left + width - 60, top + height + 20);
    context.strokeStyle = '#999';
    context.lineWidth = 1;
    context.setLineDash([]);
    for (const y of [top, top + height]) {
      context.beginPath();
      context.moveTo(left, y);
      context.lineTo(left + width, y);
      context.stroke();
    }
    const line = (
      value: (epoch: number) => number | null,
      colour: string,
      dashes: number[],
      name: string,
      row: number,
    ) => {
      context.strokeStyle = colour;
      context.lineWidth = 2.5;
      context.setLineDash(dashes);
      context.beginPath();
      let drawing = false;
      for (let epoch = 0; epoch < epochs; epoch++) {
        const y = value(epoch);
        if (y === null) continue;
        const at = [left + width * progress(epoch), top + height * (1 - Math.min(1.05, y))] as const;
        if (drawing) context.lineTo(...at);
        else context.moveTo(...at);
        drawing = true;
      }
      context.stroke();
      const x = left + width + 12;
      context.beginPath();
      context.moveTo(x, top + 8 + 22 * row);
      context.lineTo(x + 28, top + 8 + 22 * row);
      context.stroke();
      context.fillText(name, x + 34, top + 12 + 22 * row);
    };
    line(threshold, '#0072b2', [], 'χ(t)/log C', 0);
    line(
      (epoch) => formulas.globalTrust(number('trust'), number('transition'), progress(epoch)),
      '#d55e00',
      [8, 4],
      'g(t)',
      1,
    );
    line((epoch) => meanEntropy(epoch, false), '#009e73', [2, 3], 'H, right labels', 2);
    line((epoch) => meanEntropy(epoch, true), '#444444', [10, 3, 2, 3], 'H, wrong labels', 3);
    context.setLineDash([]);
  }

  function drawImages(): void {
    const canvas = document.getElementById('images') as Canvas;
    const context = canvas.getContext('2d');
    const [left, top, width, height] = [40, 4, canvas.width - 230, canvas.height - 8];
    context.clearRect(0, 0, canvas.width, canvas.height);
    const cell = [width / epochs, height / order.length] as const;
    for (let epoch = 0; epoch < epochs; epoch++) {
      const limit = threshold(epoch);
      order.forEach((n, row) => {
        const h = data.entropies[epoch][n];
        context.fillStyle = h < 0 ? '#ffffff' : h < limit ? '#0072b2' : '#dfe7ee';
        context.fillRect(left + epoch * cell[0], top + row * cell[1], cell[0] + 0.5, cell[1] + 0.5);
      });
    }
    context.fillStyle = '#1a1a1a';
    context.fillRect(left - 8, top + right * cell[1] - 1, width + 16, 2);
    context.font = '13px sans-serif';
    context.fillText('right labels', left + width + 12, top + (right * cell[1]) / 2);
    if (right < order.length)
      context.fillText('wrong labels', left + width + 12, top + ((right + order.length) * cell[1]) / 2);
    context.strokeStyle = '#d55e00';
    context.lineWidth = 2;
    context.beginPath();
    const x = left + (number('epoch') - 0.5) * cell[0];
    context.moveTo(x, top);
    context.lineTo(x, top + height);
    context.stroke();
  }

  function update(): void {
    for (const id of ['kappa', 'growth', 'trust', 'transition', 'epoch']) say(`${id}-value`, input(id).value);
    const epoch = number('epoch') - 1;
    const limit = threshold(epoch);
    const share = (wrong: boolean) => {
      const value = formulas.shareBelow(data.entropies[epoch], data.noisy, wrong, limit);
      return value === null ? 'none drawn' : `${value.toFixed(0)} %`;
    };
    const trust = formulas.globalTrust(number('trust'), number('transition'), progress(epoch));
    say(
      'words',
      `Epoch ${epoch + 1}: χ = ${limit.toFixed(3)}·log C, g = ${trust.toFixed(3)}. Passed on: ${share(false)} of the images with right labels, ${share(true)} of those with wrong labels.`,
    );
    drawCurves();
    drawImages();
  }

  for (const control of document.querySelectorAll('input'))
    (control as Input).addEventListener('input', update);
  update();
}
