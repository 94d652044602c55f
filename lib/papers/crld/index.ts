import type { PaperDefinition } from '../../base';
import { claims } from './claims';
import { tables } from './tables';

export const crld: PaperDefinition = {
  name: 'crld',
  title: 'CRLD: cross-view consistency',
  citation:
    'Zhang, Liu, Cai, Ma, Cross-View Consistency Regularisation for Knowledge Distillation, ACM MM 2024 (arXiv 2412.16493)',
  tables,
  claims,
  differences: [
    'Losses, masks, augmentation and recipes are those of the released code. The printed equations and tables are not known here: CRLD’s own cells are blank but for five values of uncertain origin (marked inferred), and the mask rule of the paper may differ from that of the code; both run.',
    'CRLD with another loss (combination) is a reconstruction: the other loss stands in all four terms with its own weights and temperature. MLKD, a loss of whole batches, runs beside CRLD, not inside it; its recipe here is that of CRLD’s repository (learning rate 0.05; MLKD’s own has 0.025).',
    'Two-view KD adds the losses of both views, each against the teacher’s output on the same view. Its weights are CRLD’s (cross-entropy 1, KD 2), so that it is CRLD without cross-view terms and thresholds.',
    'Published baselines mix selection rules: RepDistiller reports the last epoch, mdistiller and CRLD’s code the best test epoch; ours are always the last.',
    'DKD’s weight of the non-target part is mdistiller’s for the pair, and 8 for the four pairs that it has no configuration for.',
    'cpu and quick profiles use 20 classes of CIFAR-100 at 16×16 (padding 2), small networks and 24 or 6 epochs; they test signs of effects, never a published number. One teacher serves all seeds; the intervals do not cover the choice of teacher. At 16×16 RandAugment takes more of an image away than at 32×32.',
    'ImageNet’s random resized crops are cut from the stored evaluation view, not from the whole picture; the published Tiny-ImageNet rows are of other pairs and another recipe.',
    'The ViT-L/16-384 teacher on Tiny-ImageNet has no run here: its fine-tuned weights are not public, and logits from a file could not follow views that are drawn anew in every epoch.',
    'Kept soft labels, agreement and copied errors of training are counted on the images as fed in an epoch, before each update; those of the claims on the test images after it.',
  ],
};
