import { randomUUID } from 'node:crypto';
import { escapeHtml } from '../figures/escape';
import { clock } from '../training/progress';
import { kernelWriter, type MimeBundle } from './display-writer';

export interface ProgressDisplay {
  /** `done` of the total, with a remark such as the loss. Cheap: shown at most a few times a second. */
  update(done: number, note?: string): void;
  /** Shows the end state, whatever was shown last. */
  finish(note?: string): void;
}

/** Milliseconds between two looks; lines on a plain stream cannot be taken back, so they are rarer. */
const EVERY = { kernel: 250, stream: 5000 };

/**
 * A progress bar with the time left, as one output that is updated in place. Readers without HTML, and standard
 * output outside the kernel, get the same as a line of text. It belongs to the cell that made it.
 */
export function progress(total: number, title: string): ProgressDisplay {
  const write = kernelWriter();
  const id = randomUUID();
  const started = Date.now();
  let shown = -Infinity;
  let opened = false;
  const present = (done: number, text: string): void => {
    shown = Date.now();
    if (write) {
      write({ data: bar(done, total, text), metadata: {}, transient: { display_id: id } }, opened);
    } else process.stdout.write(`${text}\n`);
    opened = true;
  };
  const remark = (note?: string): string => (note ? `  ${note}` : '');
  return {
    update(done, note) {
      const now = Date.now();
      if (now - shown < (write ? EVERY.kernel : EVERY.stream)) return;
      const left = done > 0 ? `  ${clock((((now - started) / done) * (total - done)) / 1000)} left` : '';
      const percent = total > 0 ? Math.floor((100 * done) / total) : 100;
      present(done, `${title}  ${percent} %${remark(note)}${left}`);
    },
    finish(note) {
      present(total, `${title}  done in ${clock((Date.now() - started) / 1000)}${remark(note)}`);
    },
  };
}

function bar(done: number, total: number, text: string): MimeBundle {
  const label = escapeHtml(text);
  return {
    'text/html': `<div><progress max="${total}" value="${done}" aria-label="${label}"></progress> <code>${label}</code></div>`,
    'text/plain': text,
  };
}
