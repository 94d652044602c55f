import type { PaperDefinition } from '../../base';
import { claims } from './claims';
import { tables } from './tables';
import { MASKED_REWEIGHTING, RATES, SBT } from './terms';

export const biasedSoftLabels: PaperDefinition = {
  name: 'biased-soft-labels',
  title: 'Learning from biased soft labels',
  citation:
    'Yuan, Shi, Xu, Yang, Geng, Rui, Learning From Biased Soft Labels, NeurIPS 2023 (arXiv 2302.08155)',
  tables: [...tables],
  claims,
  terms: [SBT, RATES, MASKED_REWEIGHTING],
  differences: [
    'No official code is known. Learning rates, schedules, augmentation, the teacher’s network, the α of each SBT, how random labels are drawn and summed, the sampler of candidate sets, the normalisation of noisy labels and the exact re-weighting are not printed: all of these are reconstructions, and where two readings differ in effect both run. Masked re-weighting: after each epoch the target is the student’s own softmax within the label set, renormalised; the loss is the cross-entropy with it.',
    'Sampler of Table 1: under `independent` (truth out with probability μ, wrong labels in with ν) the cell η = γ = 0.5 carries no information, so its printed 77.95 is impossible. `corrupt-then-flip` makes it possible, but its realised rates are η = μ(1−ν), γ = ν + (1−ν)μ/(c−1); records hold the realised ones. The printed rows stand beside it.',
    'Bad teachers teach with their last epoch; the paper stops early on validation accuracy, which a teacher that is meant to be bad would pass at its start. Students are chosen by validation accuracy, as in the paper.',
    'cpu and quick profiles use the embedded Fashion-MNIST (4:1 into training and validation; for incomplete supervision 500 labelled and 9,500 unlabelled images), small networks and 15 epochs; they test signs and sizes of effects, never a published number.',
    'One teacher serves all seeds of its students, and one draw of candidate sets, noise or labelled images all seeds of a row; the intervals do not cover these choices. Two further teachers of the middle SBT stand in rows of their own.',
    'A student’s gain over a bad teacher cannot exceed what training on the truth reaches (here below 90 %) minus the teacher’s accuracy; the printed gains are those of CIFAR-10 with a ceiling of 95 %.',
    'Theorem 3: ρ(η, γ) is measured on random candidate sets of 4 and of 6 labels with the same few labelled images; the self-made labels of a network have other, correlated errors.',
  ],
};
