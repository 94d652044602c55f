import { decodeNpy } from '../../formats/npy-decode';
import { checkReportHtml } from './check-report';
import { answerCheck } from './drop-worker';
import type { CheckAnswer, CheckRequest } from './drop-worker';

type Role = 'matrix' | 'labels';

/**
 * Brings a drop zone to life. Files are read by the browser, judged in a worker made of this page's own script
 * (`source`), and shown in the element after the zone.
 */
export function bindDrop(zone: HTMLElement, source: string): void {
  const files: Partial<Record<Role, File>> = {};
  const status = zone.querySelector<HTMLElement>('[data-status]')!;
  const place = zone.parentElement!.querySelector<HTMLElement>('[data-report]')!;
  const option = (name: string): HTMLInputElement =>
    zone.querySelector<HTMLInputElement>(`[data-option="${name}"]`)!;
  let asked = 0;

  const say = (text: string, refused = false): void => {
    status.textContent = text;
    status.classList.toggle('refused', refused);
  };
  const check = async (): Promise<void> => {
    const { matrix, labels } = files;
    if (!matrix || !labels) {
      say(`${(matrix ?? labels)?.name ?? 'No files'}: still needed are the ${matrix ? 'labels' : 'soft labels'}.`);
      return;
    }
    const mine = ++asked;
    place.innerHTML = '';
    say(`Checking ${matrix.name} against ${labels.name} …`);
    const request: CheckRequest = {
      matrix: { name: matrix.name, bytes: await bytesOf(matrix) },
      labels: { name: labels.name, bytes: await bytesOf(labels) },
      candidates: option('candidates').checked,
      ...(option('k').value === '' ? {} : { k: Number(option('k').value) }),
      resamples: Math.min(100_000, Math.max(1, Math.round(Number(option('resamples').value) || 1000))),
    };
    const answer = await ask(request, source);
    if (mine !== asked) return; // newer files have come in
    if ('refused' in answer) return say(answer.refused, true);
    place.innerHTML = `<h3>Report</h3>${checkReportHtml(answer.report)}`;
    say(`The report on ${matrix.name} is below.`);
  };
  const take = (chosen: Partial<Record<Role, File>>): void => {
    Object.assign(files, chosen);
    void check().catch((error: Error) => say(`The files cannot be checked: ${error.message}`, true));
  };

  say('No files yet.');
  for (const input of zone.querySelectorAll<HTMLInputElement>('[data-file]')) {
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (file) take({ [input.dataset.file as Role]: file });
    });
  }
  for (const name of ['candidates', 'k', 'resamples']) {
    option(name).addEventListener('change', () => {
      if (files.matrix && files.labels) take({});
    });
  }
  zone.addEventListener('dragover', (event) => {
    event.preventDefault();
    zone.classList.add('over');
  });
  zone.addEventListener('dragleave', () => zone.classList.remove('over'));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    zone.classList.remove('over');
    const dropped = [...(event.dataTransfer?.files ?? [])];
    if (dropped.length > 0) void roles(dropped).then(take);
  });
}

/** Of two dropped files the one with one side holds the labels; where that does not decide, the second does. */
async function roles(dropped: readonly File[]): Promise<Partial<Record<Role, File>>> {
  const flat = await Promise.all(dropped.map(isFlat));
  if (dropped.length === 1) return { [flat[0] ? 'labels' : 'matrix']: dropped[0] };
  const labels = flat[0] && !flat[1] ? 0 : 1;
  return { labels: dropped[labels], matrix: dropped[1 - labels] };
}

async function isFlat(file: File): Promise<boolean> {
  try {
    return decodeNpy(await bytesOf(file), file.name).shape.length === 1;
  } catch {
    return false; // the check says what is wrong with it
  }
}

async function bytesOf(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}

/** Asks a worker; where the page may not start one, the page answers itself. */
function ask(request: CheckRequest, source: string): Promise<CheckAnswer> {
  const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  return new Promise<CheckAnswer>((resolve) => {
    const itself = (): void => resolve(answerCheck(request));
    try {
      const worker = new Worker(address);
      worker.onmessage = ({ data }: MessageEvent<CheckAnswer>) => {
        worker.terminate();
        resolve(data);
      };
      worker.onerror = () => {
        worker.terminate();
        itself();
      };
      worker.postMessage(request);
    } catch {
      itself();
    }
  }).finally(() => URL.revokeObjectURL(address));
}
