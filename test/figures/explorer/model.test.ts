import { describe, expect, it } from 'vitest';
import { explorerCharts } from '../../../lib/figures/explorer/charts';
import { exploreTheory } from '../../../lib/figures/explorer/model';
import { CONTROLS, DEFAULT_SETTINGS, lastPlace, placeOf } from '../../../lib/figures/explorer/settings';
import type { ExplorerSettings, Slider } from '../../../lib/figures/explorer/settings';
import { describeModel } from '../../../lib/figures/explorer/verdict';
import { chartHtml } from '../../../lib/figures/svg/chart';
import {
  additiveNoiseIndicators,
  candidateSetIndicators,
  fixedPoints,
  repairedSampleComplexity,
  theorem1,
  votingAccuracy,
} from '../../../lib/theory/index';

const sliders = CONTROLS.flatMap(({ controls }) => controls).filter(
  (control): control is Slider => 'values' in control,
);
const at = (changes: Partial<ExplorerSettings>): ExplorerSettings => ({ ...DEFAULT_SETTINGS, ...changes });
const words = (changes: Partial<ExplorerSettings>) => describeModel(exploreTheory(at(changes)));

describe('exploreTheory', () => {
  it("gives the library's numbers", () => {
    const settings = at({ unreliability: 0.31, ambiguity: 0.22, k: 3, classes: 20, noise: 'laplace', scale: 0.7 });
    const model = exploreTheory(settings);
    expect(model.labels.theorem1).toEqual(theorem1(0.31, 0.22));
    expect(model.samples.repaired).toEqual(repairedSampleComplexity(0.31, 0.22, settings));
    expect(model.noise).toMatchObject(additiveNoiseIndicators(settings, 3));
    expect(model.candidates).toMatchObject(candidateSetIndicators(settings));
    const rho = (eta: number, gamma: number) =>
      settings.labelled + (1 - settings.labelled) * votingAccuracy(eta, gamma, 20, settings.votes);
    expect(model.training.consistent.fixedPoints).toEqual(
      fixedPoints(rho, { classes: 20, k: 3, form: 'consistent' }),
    );
  });

  it('finds the same fixed points on the table within its cells', () => {
    // A setting of its own: exact fixed points are kept for a learner once they are known.
    const settings = at({ votes: 7, labelled: 0.05 });
    const moving = exploreTheory(settings, { exact: false }).training;
    const settled = exploreTheory(settings).training;
    expect([moving.exact, settled.exact]).toEqual([false, true]);
    for (const form of ['consistent', 'printed'] as const) {
      const exact = settled[form].fixedPoints;
      expect(moving[form].fixedPoints).toHaveLength(exact.length);
      moving[form].fixedPoints.forEach(({ accuracy, stable }, i) => {
        expect(Math.abs(accuracy - exact[i].accuracy)).toBeLessThan(1 / 120);
        expect(stable).toBe(exact[i].stable);
      });
    }
  });

  it('leaves the curve of the printed bound out where it is void', () => {
    const { curves } = exploreTheory(at({ ambiguity: 0.1, error: 0.1 })).samples;
    const speaking = curves.unreliability.filter((_, i) => !Number.isNaN(curves.printed[i]));
    expect(Math.min(...speaking)).toBeGreaterThan(0.4);
    expect(curves.repaired.every((value) => value > 0)).toBe(true);
  });
});

describe('every place of every slider', () => {
  it.each(sliders)('$name draws whole charts and whole sentences', (slider) => {
    const last = lastPlace(slider, DEFAULT_SETTINGS);
    for (const place of new Set([0, 1, last >> 1, last - 1, last])) {
      for (const classes of [2, 10, 1000]) {
        const settings = at({ classes, k: Math.min(4, classes - 1), [slider.name]: slider.values[place] });
        settings.k = Math.min(settings.k, settings.classes - 1);
        const model = exploreTheory(settings, { exact: false });
        const texts = [
          ...explorerCharts(model, []).map(chartHtml),
          ...Object.values(describeModel(model)).flat(),
        ];
        const broken = texts.filter((text) => /NaN|undefined|Infinity/.test(text));
        expect(broken, JSON.stringify(settings)).toEqual([]);
      }
    }
  });

  it('finds a value at its own place', () => {
    for (const slider of sliders) {
      slider.values.forEach((value, place) => expect(placeOf(slider, value)).toBe(place));
      expect(slider.values).toContain(DEFAULT_SETTINGS[slider.name]);
    }
  });
});

describe('describeModel', () => {
  it('tells the story at the default', () => {
    const { conditions, samples, training } = words({});
    expect(conditions.join(' ')).toContain('Theorem 1 holds');
    expect(conditions.join(' ')).toContain('margin 1 − η − γ = 0.4');
    expect(samples[0]).toContain('The printed n₀ is void');
    expect(training[0]).toMatch(/end at accuracy 1; .* would end at 0.1/);
  });

  it('says where nothing holds and which pairs top-k sets cannot have', () => {
    const { conditions, samples } = words({ unreliability: 0.6, ambiguity: 0.45 });
    expect(conditions.join(' ')).toContain('Theorem 2 does not hold');
    expect(samples).toEqual(['No sample size is promised: η + γ is not below 1.']);
    expect(words({ ambiguity: 0.1 }).conditions.join(' ')).toContain('cannot have this pair');
    expect(words({ ambiguity: 0.36 }).conditions.join(' ')).not.toContain('cannot have this pair');
  });
});
