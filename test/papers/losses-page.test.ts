import { describe, expect, it } from 'vitest';
import { LOSSES } from '../../lib/losses/index';
import { lossSections } from '../../lib/papers/losses-page';

describe('the page of the losses', () => {
  const [all, ...sections] = lossSections();

  it('has a section for each loss with formula, gradient, traps and derivation', () => {
    expect(sections.map(({ heading }) => heading)).toEqual(LOSSES.map(({ name }) => name));
    expect(all.table!.rows).toHaveLength(LOSSES.length);
    sections.forEach(({ html }, i) => {
      for (const term of ['formula', 'gradient', 'traps']) expect(html).toContain(`<dt>${term}</dt>`);
      expect(html, LOSSES[i].name).toContain('<summary>Derivation</summary>');
      expect(html!.split('<details>')[0]).not.toContain('`');
    });
  });

  it('draws a curve for every loss on logits, and none for those on features', () => {
    sections.forEach(({ figure }, i) => {
      const onFeatures = LOSSES[i].required.includes('studentFeatures');
      expect(figure === undefined, LOSSES[i].name).toBe(onFeatures);
    });
  });

  it('takes the derivation from the comment that opens the file, markup escaped', () => {
    const kd = sections.find(({ heading }) => heading === 'kd')!.html!;
    expect(kd).toContain('KD = T²·KL(p‖q)');
    expect(kd).not.toMatch(/<script/);
  });
});
