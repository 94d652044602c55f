import { describe, expect, it } from 'vitest';
import type { RunRecord, SoftLabelIndicators } from '../../../lib/base';
import {
  cmdFigures,
  exchangeConditions,
  memorisationGaps,
  overEpochs,
  selectedByClass,
  tableById,
} from '../../../lib/papers';
import { exampleSpec, recordOf } from '../../results/samples';

const measureCurves = { epochs: [1, 2], values: { noisyFit: [10, 20], selectedNoisy: [null, 40] } };
const run = (more: Partial<RunRecord> = {}) => recordOf(exampleSpec, 50, { measureCurves, ...more });

describe('figures of CMD', () => {
  it('draw a measure over the epochs, a line a series, and leave out what was not measured', () => {
    const figure = overEpochs(
      [
        { name: 'a', runs: [run(), run()] },
        { name: 'b', runs: [recordOf(exampleSpec, 50)] },
      ],
      { noisyFit: '' },
      { title: 't', quantity: 'q' },
    );
    const lines = figure.data.filter(({ mode, fill }) => mode === 'lines' && !fill);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ name: 'a', x: [1, 2], y: [10, 20] });
    const two = overEpochs(
      [{ name: 'a', runs: [run()] }],
      { noisyFit: 'fit', selectedNoisy: 'passed on' },
      { title: 't', quantity: 'q' },
    );
    expect(two.data.map(({ name }) => name)).toEqual(['a, fit', 'a, passed on']);
    expect(two.data[1]).toMatchObject({ x: [2], y: [40] });
  });

  it('place the first network’s knowledge in the (η, γ) plane', () => {
    const peer = (view: string, epoch: number): SoftLabelIndicators => ({
      ...{
        source: 'peer',
        view,
        split: 'train',
        epoch,
        k: [1, 2],
        unreliability: [0.3, 0.1],
        ambiguity: [0.2, 0.4],
      },
      distances: { chebyshev: 0, kl: 0, klInfinite: 0, manhattan: 0, euclidean: 0 },
    });
    const softLabels = [peer('all@1', 1), peer('selected@1', 1), peer('all@2', 1), peer('all@1', 2)];
    const { data } = exchangeConditions(run({ softLabels }), 1, 't');
    const clouds = data.filter(({ name }) => /offered|passed/.test(String(name)));
    expect(clouds.map(({ name, x }) => [name, (x as number[]).length])).toEqual([
      ['all that was offered', 2],
      ['what was passed on', 1],
    ]);
  });

  it('compare classes and gaps over seeds', () => {
    const runs = [10, 20, 30].map((share) => run({ measures: { selectedByClass: [share, 100] } }));
    const byClass = selectedByClass([{ name: 'cmd-s', runs }], 't');
    expect(byClass.data[0]).toMatchObject({ x: ['class 0', 'class 1'], y: [20, 100] });
    const gaps = memorisationGaps([{ base: 'ce', exchanges: [{ name: 'cmd-s', runs }] }], 't');
    expect(gaps.data[0]).toMatchObject({ name: 'ce', x: ['cmd-s'] });
  });

  it('are none without records, and those of one network where only zero knowledge has run', () => {
    expect(cmdFigures([])).toEqual([]);
    const cell = tableById('cmd/noise').cells.find(
      ({ profile, row, column }) =>
        profile === 'cpu' && row === 'zero knowledge' && column === 'ce, symmetric 40 %',
    )!;
    const names = cmdFigures([recordOf({ ...cell.spec, seed: 1 }, 60, { measureCurves })]).map(
      ({ name }) => name,
    );
    expect(names).toEqual(
      ['noisy-fit', 'noisy-correction', 'clean-fit', 'entropy', 'trust'].map(
        (what) => `cmd-symmetric-${what}`,
      ),
    );
  });
});
