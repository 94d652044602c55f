import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../../lib/losses/index';
import { panelMarkup, panelParts, panelSentence } from '../../../lib/figures/crld-panel/markup';
import { DEFAULT_PANEL, keptShare, panelTerms } from '../../../lib/figures/crld-panel/model';
import { panelSample } from './sample';

const data = panelSample();
const settings = [
  DEFAULT_PANEL,
  { ...DEFAULT_PANEL, example: 2, draw: 1, weakThreshold: 0.999, strongThreshold: 0.3 },
  { ...DEFAULT_PANEL, example: 3, maskRule: 'per-teacher-view' as const, strongThreshold: 0.8, temperature: 1 },
  { ...DEFAULT_PANEL, weakThreshold: 0, strongThreshold: 0, temperature: 7.5 },
];

describe('the terms that the panel shows', () => {
  it.each(settings)('are those of the loss at %j', (chosen) => {
    const example = data.examples[chosen.example];
    const strong = example.strong[chosen.draw];
    const { weakThreshold, strongThreshold, maskRule, temperature } = chosen;
    const { parts } = evaluateCase({
      loss: 'crld',
      labels: [example.label],
      studentLogits: [example.weak.student],
      teacherLogits: [example.weak.teacher],
      studentStrongLogits: [strong.student],
      teacherStrongLogits: [strong.teacher],
      options: { weakThreshold, strongThreshold, maskRule, temperature },
    });
    const terms = panelTerms(example, chosen);
    const sum = (family: string) =>
      terms
        .filter((term) => term.family === family && term.active)
        .reduce((total, { weight, value }) => total + weight * value, 0);
    expect(sum('within')).toBeCloseTo(parts.withinView, 3);
    expect(sum('cross')).toBeCloseTo(parts.crossView, 3);
  });

  it('count in words and as shares', () => {
    const none = panelTerms(data.examples[0], { ...DEFAULT_PANEL, weakThreshold: 1, strongThreshold: 1 });
    expect(panelSentence(none)).toMatch(/^No term counts/);
    const all = panelTerms(data.examples[0], { ...DEFAULT_PANEL, weakThreshold: 0, strongThreshold: 0 });
    expect(panelSentence(all)).toMatch(/^4 of 4 terms count/);
    expect(keptShare(data.examples, 'weak', 0)).toBe(100);
    expect(keptShare(data.examples, 'strong', 1)).toBe(0);
  });
});

describe('the panel’s markup', () => {
  it('says everything without a script and escapes names', () => {
    const html = panelMarkup(data, DEFAULT_PANEL);
    for (const part of Object.values(panelParts(data, DEFAULT_PANEL))) expect(html).toContain(part);
    expect(html).toContain('bag &amp; &lt;b&gt;');
    expect(html).not.toContain('bag & <b>');
  });
});
