import type { PaperDefinition } from '../../base';
import { claims } from './claims';
import { cifar100, fashionMnist } from './tables';

/** Not a paper of its own: the ground every paper here stands on, plain knowledge distillation. */
export const start: PaperDefinition = {
  name: 'start',
  title: 'First results: does distillation help at all?',
  citation:
    'Hinton, Vinyals, Dean, Distilling the Knowledge in a Neural Network, 2015; Zhao et al., Decoupled Knowledge Distillation, CVPR 2022',
  tables: [fashionMnist, cifar100],
  claims,
  differences: [
    'The few-label teacher saw ten times the labels of its students, so KD there measures knowledge and softness together: it does not separate them from what the extra labels brought. One teacher serves all seeds; the intervals do not cover the choice of teacher.',
    'DKD is not in the few-label table: with its peak learning rate of 0.05 two of three first runs diverged (10 % accuracy, NaN), as three of four did in PyTorch; the T²-scaled gradient is about twelve times that of CE.',
    'quick and cpu profiles use small images, small networks, short training and a warm-up–cosine schedule; they test the sign of an effect, never a published number.',
    'Published KD and DKD values are those of the public READMEs, which select the best test epoch (mdistiller) or the last (RepDistiller); ours are always the last epoch.',
  ],
};
