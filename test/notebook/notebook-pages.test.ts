import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { writeNotebookPages } from '../../lib/notebook/notebook-pages';

const notebook = (title: string, output: string) =>
  JSON.stringify({
    cells: [
      { cell_type: 'markdown', source: [`# ${title}\n`, 'About it.'] },
      { cell_type: 'code', source: 'show()', outputs: [{ output_type: 'stream', text: output }] },
    ],
  });

describe('the pages of notebooks', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('show the last execution here, else the notebook as it is kept, and tell the index', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kdlab-pages-'));
    const [notebooks, pages] = [join(folder, 'books'), join(folder, 'pages')];
    mkdirSync(notebooks);
    mkdirSync(join(pages, 'notebooks'), { recursive: true });
    vi.stubEnv('KDLAB_PAGES', pages);
    writeFileSync(join(notebooks, 'one.ipynb'), notebook('First', 'stored'));
    writeFileSync(join(notebooks, 'two.ipynb'), notebook('Second', 'stored'));
    writeFileSync(join(pages, 'notebooks', 'two.ipynb'), notebook('Second', 'made <here>'));

    const entries = await writeNotebookPages(notebooks);
    expect(entries).toEqual([
      {
        title: 'First',
        href: 'notebooks/one.html',
        description: 'Notebook one, with its stored outputs',
      },
      { title: 'Second', href: 'notebooks/two.html', description: 'Notebook two, as executed here' },
    ]);
    const [one, two] = entries.map(({ href }) => readFileSync(join(pages, href), 'utf8'));
    expect(one).toContain('stored');
    expect(one).toContain('href="../index.html"');
    expect(one).toContain('href="../assets/page.css"');
    expect(two).toContain('made &lt;here&gt;');
  });
});
