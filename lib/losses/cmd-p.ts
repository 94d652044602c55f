/**
 * CMD-P: mutual distillation of confident knowledge with a progressive threshold (Li et al., Not All Knowledge Is
 * Created Equal, 2021). A reconstruction: confident-mutual-distillation.ts derives the loss and says what is open.
 *
 * The peer's knowledge counts where H(p_peer) < χ(t),
 *
 *     χ(t) = 2·κ·log C·h(direction·b·(t/Γ − ½)),   h(x) = 1/(1 + exp(−x)),
 *
 * the logistic of ProSelfLC: χ = κ·log C at half time. direction 1 lets in little early and more later, −1 nearly
 * everything early and only the very sure late. The abstracts do not settle which one is meant. Growth 0 is `cmd-s`.
 */
import type { Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { CMD_OPTIONS, direction } from './cmd-options';
import { weight } from './common-options';
import { confidentMutualDistillation } from './confident-mutual-distillation';
import type { CmdOptions } from './confident-mutual-distillation';
import { defineLoss } from './define';
import type { LossInputs, LossParts } from './definition';
import { labelLossByName } from './label-losses';

/**
 * @param inputs labels, studentLogits [N, C], progress t/Γ in [0, 1]
 * @param peerLogits [N, C], a constant
 * @returns parts of the base (`ce` mostly) and `kd`, in nats
 */
export function cmdP(
  inputs: LossInputs & { studentLogits: Tensor2D; progress: number },
  peerLogits: Tensor2D,
  options: CmdOptions,
): LossParts {
  return confidentMutualDistillation(inputs, peerLogits, options, inputs.progress);
}

export const cmdPLoss = defineLoss({
  name: 'cmd-p',
  paper: 'Li et al. 2021',
  basis: 'reconstruction',
  formula:
    'ceWeight·base + kdWeight·T²·mean_n [H(p_peer,n) < χ(t)]·KL(p_peer^T ‖ p^T)_n, χ(t) = 2κ·log C·h(direction·b·(t/Γ − ½))',
  source: 'abstracts of arXiv 2106.01489; form, constants and weights are ours, both readings are options',
  gradient: 'that of the base, plus kdWeight·T·s_n·(p^T − p_peer^T); peer and selection are constants',
  traps: [
    'A reconstruction: whether the threshold rises or tightens is not settled by the abstracts (`direction`).',
    'A sample is selected where H(p_peer) < χ(t), strictly, at temperature 1: threshold 0 selects nothing.',
    'Unselected samples count as 0 in the mean (`aggregation` batch).',
  ],
  required: ['labels', 'studentLogits', 'teacherLogits', 'progress'],
  options: [...CMD_OPTIONS, weight('growth', 8, 'b, how fast the threshold moves; 0: constant'), direction],
  trust: (inputs, { base, baseOptions }: CmdOptions) => labelLossByName(base).trust?.(inputs, baseOptions),
  evaluate: ({ teacherLogits, ...inputs }, options: CmdOptions) => cmdP(inputs, teacherLogits, options),
});
