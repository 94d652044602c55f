import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { InputError } from '../base/errors';
import type { OptimiserSpec } from '../base/run-spec';
import type { FlatParameters, NamedArrays, Optimiser } from './definition';
import { floatScalar } from './constants';
import { ownKernels } from './kernels';
import { flag, FLOAT, integer, native, nativeOne, real } from './native';
import { tf } from './tensorflow';

/**
 * Stochastic gradient descent as torch.optim.SGD has it (dampening 0), over the flat vector:
 * g ← g + decay·p, v ← momentum·v + g, p ← p − lr·(nesterov ? g + momentum·v : v).
 */
export class Sgd implements Optimiser {
  private velocity: Tensor | undefined;
  private readonly momentum: number;
  private readonly nesterov: boolean;
  private readonly weightDecay: number;
  private readonly decayOn: 'all' | 'weights';

  constructor(
    private readonly flat: FlatParameters,
    spec: Omit<OptimiserSpec, 'name' | 'learningRate'>,
  ) {
    this.momentum = spec.momentum ?? 0.9;
    this.nesterov = spec.nesterov ?? false;
    this.weightDecay = spec.weightDecay ?? 0;
    this.decayOn = spec.decayOn ?? 'all';
    if (this.nesterov && this.momentum === 0) {
      throw new InputError(`optimiser: field 'nesterov' needs a momentum above 0 (found 0)`);
    }
  }

  step(learningRate: number): void {
    const { flat } = this;
    const rate = tf.scalar(learningRate);
    const own = ownKernels() && this.momentum !== 0;
    const value = own ? this.ownStep(rate) : tf.tidy(() => this.stepByStep(rate));
    rate.dispose();
    flat.replace(value);
    flat.zeroGradient();
  }

  state(): NamedArrays {
    const data =
      this.velocity === undefined ? new Float32Array(this.flat.size) : this.velocity.dataSync().slice();
    return { velocity: { shape: [this.flat.size], data: data as Float32Array } };
  }

  loadState(state: NamedArrays, source: string): void {
    const velocity = state.velocity;
    const expected = this.flat.size;
    if (velocity?.data.length !== expected) {
      const found = velocity === undefined ? 'nothing' : `${velocity.data.length} numbers`;
      throw new InputError(
        `${source}: 'velocity' of the optimiser: found ${found}, expected ${expected} numbers`,
      );
    }
    this.velocity?.dispose();
    this.velocity = tf.keep(tf.tensor1d(velocity.data.slice()));
  }

  dispose(): void {
    this.velocity?.dispose();
    this.velocity = undefined;
  }

  /** By TensorFlow's operations; returns the new parameters. */
  private stepByStep(rate: Tensor): Tensor {
    const gradient = this.decayed();
    const update = this.momentum === 0 ? gradient : this.momentumUpdate(gradient);
    return subtract(this.flat.value, multiply(update, rate));
  }

  /** All of it in one reading (`kernels/sgd.cc`); returns the new parameters. */
  private ownStep(rate: Tensor): Tensor {
    const { flat, momentum, nesterov, weightDecay } = this;
    const masks = weightDecay !== 0 && this.decayOn === 'weights' ? [flat.decayMask()] : [];
    const before = this.velocity ?? tf.zeros([flat.size]);
    const [value, velocity] = native(
      'KdlabSgd',
      [
        real('momentum', momentum),
        real('decay', weightDecay),
        flag('nesterov', nesterov),
        integer('masks', masks.length),
      ],
      [flat.value, flat.gradient, before, rate, ...masks],
      2,
    );
    before.dispose();
    this.velocity = tf.keep(velocity);
    return value;
  }

  /** g + decay·p, on all parameters or on weights only. */
  private decayed(): Tensor {
    const { flat, weightDecay } = this;
    if (weightDecay === 0) return flat.gradient;
    const decayed = this.decayOn === 'all' ? flat.value : multiply(flat.value, flat.decayMask());
    return sum(flat.gradient, multiply(decayed, floatScalar(weightDecay)));
  }

  private momentumUpdate(gradient: Tensor): Tensor {
    const momentum = floatScalar(this.momentum);
    const before = this.velocity;
    // The first velocity is the gradient itself: momentum·0 + g.
    this.velocity = tf.keep(
      before === undefined ? gradient.clone() : sum(multiply(before, momentum), gradient),
    );
    before?.dispose();
    return this.nesterov ? sum(gradient, multiply(this.velocity, momentum)) : this.velocity;
  }
}

const multiply = (a: Tensor, b: Tensor): Tensor => nativeOne('Mul', [FLOAT], [a, b]);
const sum = (a: Tensor, b: Tensor): Tensor => nativeOne('AddV2', [FLOAT], [a, b]);
const subtract = (a: Tensor, b: Tensor): Tensor => nativeOne('Sub', [FLOAT], [a, b]);
