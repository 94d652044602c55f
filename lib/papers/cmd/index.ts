import type { PaperDefinition } from '../../base';
import { correctionClaims } from './correction-claims';
import { dmlTable } from './dml-table';
import { exchangeClaims } from './exchange-claims';
import { proSelfLcTables } from './proselflc-tables';
import { tables } from './tables';

/** CMD, and what it stands on: ProSelfLC's and DML's tables are of papers of their own, their claims among M1–M15. */
export const cmd: PaperDefinition = {
  name: 'cmd',
  title: 'CMD: mutual distillation of confident knowledge',
  citation:
    'Li, Wang, Hu, Robertson, Clifton, Meinel, Yang, Not All Knowledge Is Created Equal, 2021 (arXiv 2106.01489; SMKD, IJCNN 2023); Wang et al., ProSelfLC, CVPR 2021; Zhang et al., Deep Mutual Learning, CVPR 2018',
  tables: [...tables, ...proSelfLcTables, dmlTable],
  claims: [...exchangeClaims, ...correctionClaims],
  differences: [
    'Of CMD only the abstracts are known to us, and no code: selection rule, threshold, constants, weights, networks, noise and every result are not. What runs here is a reconstruction that has zero and all knowledge as its ends; whether the threshold of CMD-P rises or tightens is open, and both run everywhere.',
    'No accuracy of CMD is published here. Its tables compare our runs with one another; ProSelfLC’s and DML’s tables are compared with the printed numbers.',
    'cpu and quick profiles use small images, plain networks and 30 epochs with a warm-up–cosine schedule. There ProSelfLC as printed comes too late to help; the low-temperature form of its authors’ later code (arXiv 2207.00118) runs beside it under a name of its own.',
    'Subset, noisy labels and test images are the same for all seeds; a seed changes initial weights, order of the images and, where there is any, augmentation. The intervals do not cover the choice of images or of wrong labels.',
    'Accuracy, calibration and subset measures of a pair are the mean of its two networks; records hold each network’s and the ensemble’s too.',
    'Fitting, correction and entropies are those of the training passes, before each update: they lag half an epoch behind the weights an epoch ends with.',
    'ProSelfLC’s Table 4 shows each method at its best setting of Table 5, column by column; its specifications take the same settings. Rows marked "results from SL" are trained by the recipe of the others here. Forward and D2L stay published only.',
    'Asymmetric noise of ProSelfLC’s tables swaps two classes of each true super-class; other papers’ blocks of five consecutive labels are another noise and are available by option.',
    'DML’s numbers are second-hand transcriptions; its code draws a mini-batch for each network and updates them in turn (as we read it), the default here is one shared mini-batch and one update for all.',
  ],
};
