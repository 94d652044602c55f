import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeBrowser } from '../../lib/figures/browser';
import { figureBundle, md, show, showHtml, showMarkdown, showTable } from '../../lib/notebook/display';
import type { DisplayMessage } from '../../lib/notebook/display-writer';
import { frame } from '../../lib/notebook/frames';
import { progress } from '../../lib/notebook/progress';
import { SAMPLES } from '../figures/samples';

const { cache, resolve } = createRequire(__filename);
const KERNEL = resolve('tslab/dist/jupyter');

/** Stands in for a loaded kernel: the one export that the display code reads. */
function pretendKernel(): [DisplayMessage, boolean][] {
  const sent: [DisplayMessage, boolean][] = [];
  const exported = { lastWriteDisplayData: (...message: [DisplayMessage, boolean]) => sent.push(message) };
  cache[KERNEL] = { exports: exported } as unknown as NodeJS.Module;
  return sent;
}

let printed = '';

beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  Reflect.deleteProperty(cache, KERNEL);
});

afterAll(closeBrowser);

describe('show', () => {
  it('sends one output with the interactive figure, a small PNG and the words', async () => {
    const sent = pretendKernel();
    const { figure } = SAMPLES[0];
    await show(figure, { name: 'curves' });
    expect(sent).toHaveLength(1);
    const [{ data }, update] = sent[0];
    expect(update).toBe(false);
    expect(data['application/vnd.plotly.v1+json']).toMatchObject({
      data: figure.data,
      layout: figure.layout,
      config: { toImageButtonOptions: { filename: 'curves' } },
    });
    expect(data['text/plain']).toBe(figure.layout.meta.alt);
    const png = Buffer.from(String(data['image/png']), 'base64');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(figure.layout.width);
    expect(png.length).toBeLessThan(60_000);
  });

  it('keeps the PNG of every kind of figure under 60 kB', async () => {
    for (const { figure } of SAMPLES) {
      const bundle = await figureBundle(figure);
      expect(Buffer.from(String(bundle['image/png']), 'base64').length).toBeLessThanOrEqual(60_000);
    }
  });

  it('prints the words outside the kernel', async () => {
    await show(SAMPLES[0].figure);
    expect(printed).toBe(`${SAMPLES[0].figure.layout.meta.alt}\n`);
  });
});

describe('showTable', () => {
  const rows = [
    { method: 'kd|dkd', top1: 81.456, seeds: 3, better: true },
    { method: '<b>ce</b>', top1: -0.5, seeds: 3, note: 'x' },
  ];

  it('sends HTML with everything escaped, Markdown and text', () => {
    const sent = pretendKernel();
    showTable(rows, { caption: 'Accuracy' });
    const { data } = sent[0][0];
    expect(data['text/html']).toContain('<th scope="row">&lt;b&gt;ce&lt;/b&gt;</th>');
    expect(data['text/html']).toContain('<td class="number">81.46</td>');
    expect(data['text/plain']).toBe(
      [
        'Accuracy',
        '',
        '| method    | top1  | seeds | better | note |',
        '| --------- | ----- | ----- | ------ | ---- |',
        '| kd\\|dkd   | 81.46 | 3     | yes    | –    |',
        '| <b>ce</b> | −0.50 | 3     | –      | x    |',
      ].join('\n'),
    );
  });

  it('puts the notes of a ready table below it', () => {
    const sent = pretendKernel();
    showTable({ head: ['a'], rows: [[1]], notes: ['a < b', 'second'] });
    expect(sent[0][0].data['text/html']).toMatch(/<\/table><\/div>\n<p><small>a &lt; b<\/small><\/p>/);
    expect(sent[0][0].data['text/plain']).toBe('| a |\n| - |\n| 1 |\n\na < b\n\nsecond');
  });

  it('takes a danfojs frame', async () => {
    const sent = pretendKernel();
    showTable(await frame([{ method: 'kd', top1: 81.456 }]), { digits: 1 });
    expect(sent[0][0].data['text/plain']).toContain('| kd     | 81.5 |');
  });

  it('prints the table outside the kernel', () => {
    showTable([{ a: 1 }]);
    expect(printed).toBe('| a |\n| - |\n| 1 |\n');
  });
});

describe('prose', () => {
  it('fills numbers and names into Markdown', () => {
    expect(md`**KD** reaches ${82.34567} % with ${'my_model*'} over ${3} seeds, ${-0.00012345}.`).toBe(
      '**KD** reaches 82.35 % with my\\_model\\* over 3 seeds, −0.0001234.',
    );
  });

  it('sends Markdown and HTML with a text beside it', () => {
    const sent = pretendKernel();
    showMarkdown(md`$\eta$ \`code\` = ${0.5}`);
    showHtml('<b>bold</b>', 'bold');
    expect(sent.map(([{ data }]) => data)).toEqual([
      { 'text/markdown': '$\\eta$ `code` = 0.5', 'text/plain': '$\\eta$ `code` = 0.5' },
      { 'text/html': '<b>bold</b>', 'text/plain': 'bold' },
    ]);
  });
});

describe('progress', () => {
  it('updates one output in place, at most four times a second, and always shows the end', () => {
    vi.useFakeTimers({ now: 0 });
    const sent = pretendKernel();
    const bar = progress(100, 'teacher <1>');
    for (let done = 1; done <= 100; done++) {
      vi.advanceTimersByTime(10);
      bar.update(done, 'loss 0.5');
    }
    bar.finish('81 %');
    expect(sent).toHaveLength(5); // at 10, 260, 510, 760 ms and the end
    expect(sent.map(([, update]) => update)).toEqual([false, true, true, true, true]);
    expect(new Set(sent.map(([{ transient }]) => transient.display_id)).size).toBe(1);
    expect(sent[2][0].data['text/plain']).toBe('teacher <1>  51 %  loss 0.5  0:00 left');
    expect(sent[4][0].data['text/plain']).toBe('teacher <1>  done in 0:01  81 %');
    expect(sent[4][0].data['text/html']).toContain('teacher &lt;1&gt;  done');
  });

  it('stays with the cell that made it', () => {
    const first = pretendKernel();
    const bar = progress(2, 'run');
    const second = pretendKernel();
    bar.finish();
    expect([first.length, second.length]).toEqual([1, 0]);
  });

  it('prints few lines outside the kernel', () => {
    vi.useFakeTimers({ now: 0 });
    const bar = progress(100, 'run');
    for (let done = 1; done <= 100; done++) {
      vi.advanceTimersByTime(100);
      bar.update(done);
    }
    bar.finish();
    expect(printed.split('\n')).toEqual([
      'run  1 %  0:10 left',
      'run  51 %  0:05 left',
      'run  done in 0:10',
      '',
    ]);
  });
});
