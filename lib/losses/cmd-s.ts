/**
 * CMD-S: mutual distillation of confident knowledge with a static threshold (Li et al., Not All Knowledge Is Created
 * Equal, 2021). A reconstruction: confident-mutual-distillation.ts derives the loss and says what is open.
 *
 * The peer's knowledge counts where H(p_peer) < χ, χ = κ·log C, the whole training long: `cmd-p` with growth 0.
 * κ = 0 exchanges nothing (H is never below 0), κ > 1 everything; at κ = 1 only a uniform peer stays out.
 */
import type { Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { CMD_OPTIONS, direction } from './cmd-options';
import { confidentMutualDistillation } from './confident-mutual-distillation';
import type { CmdOptions } from './confident-mutual-distillation';
import { defineLoss } from './define';
import type { LossInputs, LossParts } from './definition';
import { labelLossByName } from './label-losses';

export type CmdSOptions = Omit<CmdOptions, 'growth'>;

/**
 * @param inputs labels, studentLogits [N, C], and progress where the base needs it
 * @param peerLogits [N, C], a constant
 * @returns parts of the base (`ce` mostly) and `kd`, in nats
 */
export function cmdS(
  inputs: LossInputs & { studentLogits: Tensor2D },
  peerLogits: Tensor2D,
  options: CmdSOptions,
): LossParts {
  return confidentMutualDistillation(inputs, peerLogits, { ...options, growth: 0 }, 0.5);
}

export const cmdSLoss = defineLoss({
  name: 'cmd-s',
  paper: 'Li et al. 2021',
  basis: 'reconstruction',
  formula: 'ceWeight·base + kdWeight·T²·mean_n [H(p_peer,n) < κ·log C]·KL(p_peer^T ‖ p^T)_n',
  source: 'abstracts of arXiv 2106.01489; form, constants and weights are ours, both readings are options',
  gradient: 'that of the base, plus kdWeight·T·s_n·(p^T − p_peer^T); peer and selection are constants',
  traps: [
    'A reconstruction from abstracts: κ and the weights are ours.',
    'κ = 0 is independent training and κ > 1 is dml, to the last bit.',
    'At κ = 1 only a uniform peer stays out.',
  ],
  required: ['labels', 'studentLogits', 'teacherLogits'],
  optional: ['progress'],
  options: [...CMD_OPTIONS, direction],
  trust: (inputs, { base, baseOptions }: CmdSOptions) => labelLossByName(base).trust?.(inputs, baseOptions),
  evaluate: ({ teacherLogits, ...inputs }, options: CmdSOptions) => cmdS(inputs, teacherLogits, options),
});
