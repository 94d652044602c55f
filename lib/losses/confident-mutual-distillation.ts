/**
 * CMD, mutual distillation of confident knowledge (Li et al., Not All Knowledge Is Created Equal, 2021; SMKD, IJCNN
 * 2023): the form that `cmd-s` and `cmd-p` share. The papers' equations are not public to us; this is a reconstruction
 * from their abstracts (one selection rule, static or progressive, with zero and all knowledge as its ends), with every
 * open question an option.
 *
 * For a network with logits z and its peer with logits v, B the label loss (`base`) and s_n = 1 where the peer is sure,
 * H(p_peer,n) < χ(t) (confident-selection.ts), else 0:
 *
 *     form `add`:   L = ceWeight·B + kdWeight·T²·mean_n s_n·KL(p_peer^T‖p^T)_n
 *     form `mix`:   L = mean_n H(q̃', p),   q̃' = (1 − ε s_n) q̃ + ε s_n p_peer^T,   ε = kdWeight/(ceWeight + kdWeight)
 *
 * `mix` is label correction by the peer (ProSelfLC, proposition 2), q̃ the target of the base: H(q̃', p) =
 * (1 − ε s)·H(q̃, p) + ε s·H(p_peer, p), in which a base without a target (`gce`, `sce`) takes the place of H(q̃, p).
 * Selection, always at temperature 1, and peer are constants. `aggregation` `batch` counts unselected samples as 0;
 * `selected` divides the peer's part by Σ s_n instead of N, 0 where nothing is selected.
 *
 * Ends: with no s_n = 1 the loss is the base alone, with all it is `dml` (form `add`, base `ce`), to the last bit.
 */
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { InputError } from '../base';
import { tf } from '../engine';
import { selectConfident, thresholdFraction } from './confident-selection';
import type { ConfidenceMeasure, ThresholdOptions } from './confident-selection';
import type { LossInputs, LossParts, OptionValue, SampleParts } from './definition';
import { labelLossByName } from './label-losses';
import { atTemperature, batchMean, entropy, klDivergence, samplePart } from './numerics';

export interface CmdOptions extends ThresholdOptions {
  ceWeight: number;
  kdWeight: number;
  temperature: number;
  confidence: ConfidenceMeasure;
  aggregation: 'batch' | 'selected';
  form: 'add' | 'mix';
  base: string;
  /** Resolved options of `base`. */
  baseOptions: Record<string, OptionValue>;
}

/**
 * One network's loss in the pair.
 * @param inputs labels, studentLogits [N, C], and what the base needs (progress)
 * @param peerLogits [N, C], a constant
 * @param progress t/Γ in [0, 1]; of no account where growth is 0
 * @param known which samples are selected, [N] of 0 and 1, where the caller has found out already
 * @returns the parts of the base and `kd`. Throws InputError where the weights of a mix are both 0
 */
export function confidentMutualDistillation(
  inputs: LossInputs & { studentLogits: Tensor2D },
  peerLogits: Tensor2D,
  options: CmdOptions,
  progress: number,
  known?: Tensor1D,
): LossParts {
  const { studentLogits } = inputs;
  if (options.form === 'mix' && options.ceWeight + options.kdWeight === 0) {
    throw new InputError("form 'mix': found ceWeight 0 and kdWeight 0, allowed is a sum above 0");
  }
  const selected =
    known ?? selectConfident(peerLogits, options.confidence, thresholdFraction(options, progress));
  const labelParts = labelLossByName(options.base).bySample(inputs, options.baseOptions);
  const parts = (options.form === 'add' ? added : mixed)(
    labelParts,
    studentLogits,
    peerLogits,
    selected,
    options,
  );
  const { kd, ...rest } = parts;
  return { ...batchMean(rest), kd: options.aggregation === 'batch' ? kd.mean() : meanOf(kd, selected) };
}

function added(
  labelParts: SampleParts,
  student: Tensor2D,
  peer: Tensor2D,
  selected: Tensor1D,
  { ceWeight, kdWeight, temperature }: CmdOptions,
): SampleParts {
  const samples = student.shape[0];
  const kd = samplePart(kdWeight * temperature ** 2, samples, () => klDivergence(peer, student, temperature));
  return {
    ...eachPart(labelParts, (part) => samplePart(ceWeight, samples, () => part)),
    kd: kd.mul(selected),
  };
}

function mixed(
  labelParts: SampleParts,
  student: Tensor2D,
  peer: Tensor2D,
  selected: Tensor1D,
  { ceWeight, kdWeight, temperature }: CmdOptions,
): SampleParts {
  const share = selected.mul<Tensor1D>(kdWeight / (ceWeight + kdWeight)); // ε s
  const softened = atTemperature(peer, temperature);
  // H(p_peer, p) = H(p_peer) + KL(p_peer‖p): both terms from 0
  const soft = entropy(softened).add<Tensor1D>(klDivergence(softened, student));
  return {
    ...eachPart(labelParts, (part) => part.mul(tf.sub(1, share))),
    kd: soft.mul(share),
  };
}

function eachPart(parts: SampleParts, change: (part: Tensor1D) => Tensor1D): SampleParts {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, change(part)]));
}

/** Σ part / Σ selected, 0 where nothing is selected (there every entry of the part is 0). */
function meanOf(part: Tensor1D, selected: Tensor1D): Scalar {
  return part.sum().div(selected.sum().maximum(1));
}
