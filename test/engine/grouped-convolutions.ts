import { describe, it } from 'vitest';
import { toEngineLayout } from '../../lib/engine/layout';
import type { Parameter } from '../../lib/engine/module';
import { expectFiniteDifferences, expectPyTorch } from './passes';
import type { GroupedConvCase } from './reference';

type Given = Parameters<typeof expectPyTorch>[0];

/** Both proofs of a convolution in groups, case by case; `setting` gives its call and the layout of its kernel. */
export function proveGroupedConvolution(
  title: string,
  cases: readonly GroupedConvCase[],
  setting: (expected: GroupedConvCase) => { given: Given; layout: Pick<Parameter, 'shape' | 'layout'> },
): void {
  describe.each(cases)(title, (expected) => {
    it('equals PyTorch and frees what it makes', () => {
      const { given, layout } = setting(expected);
      const dw = toEngineLayout(Float32Array.from(expected.dw), layout);
      expectPyTorch(given, { ...expected, dx: [expected.dx], dw: [dw] }, 53);
    });

    it('has the gradients of finite differences', () => {
      expectFiniteDifferences(setting(expected).given);
    });
  });
}
