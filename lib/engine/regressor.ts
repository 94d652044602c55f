import { InputError, oneOf, shown } from '../base/errors';
import { BackboneBuilder } from './backbone-builder';
import type { RegressorOptions } from './definition';
import type { Backbone } from './module';

/**
 * A backbone with FitNet's regressor behind one of its maps, as RepDistiller's `ConvReg` has it: a convolution with bias
 * that brings the map to the target's side (1×1 for equal sides, 3×3 with stride 2 for twice the side, else a kernel as
 * large as the difference), batch norm, ReLU. Drawn as PyTorch's modules draw it by default. Names: `regressors.NAME.conv`,
 * `regressors.NAME.bn`. Where a map is smaller than the target there would be a transposed convolution: refused.
 */
export function withRegressor(backbone: Backbone, name: string, { tap, target }: RegressorOptions): Backbone {
  const full = `regressors.${name}`;
  if (full in backbone.taps) throw new Error(`addRegressor: '${name}' exists already`);
  if (!(tap in backbone.taps)) {
    throw new InputError(`no activation ${shown(tap)}, allowed are ${oneOf(Object.keys(backbone.taps))}`);
  }
  const b = new BackboneBuilder(backbone);
  const map = backbone.taps[tap];
  const [side] = b.shape(map);
  const [targetSide, , filters] = target;
  if (b.shape(map).length !== 3 || side < targetSide) {
    throw new InputError(
      `activation ${shown(tap)}: found shape [${b.shape(map).join()}], allowed are maps at least as large as [${target.join()}]`,
    );
  }
  const shape =
    side === 2 * targetSide ? { kernel: 3, stride: 2, padding: 1 } : { kernel: 1 + side - targetSide };
  const convolution = b.conv(map, {
    name: `${full}.conv`,
    filters,
    bias: true,
    initial: 'default',
    ...shape,
  });
  b.tap(full, b.relu(b.batchNorm(convolution, `${full}.bn`)));
  return b.finish(backbone);
}
