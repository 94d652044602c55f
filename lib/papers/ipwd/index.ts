import type { PaperDefinition } from '../../base';
import { claims } from './claims';
import { tables } from './tables';

export const ipwd: PaperDefinition = {
  name: 'ipwd',
  title: 'IPWD: respecting the transfer gap',
  citation:
    'Niu, Chen, Zhou, Zhang, Respecting Transfer Gap in Knowledge Distillation, NeurIPS 2022 (arXiv 2210.12787)',
  tables,
  claims,
  differences: [
    "No official code is known, and of the paper only abstract and page 2: the weight formula comes from a summary, its direction is uncertain, and loss weights, temperatures, heads and schedule of IPWD are reconstructions. Both directions run ('ipwd' and 'ipwd, kd-over-cls').",
    "IPWD's own result rows are unknown but for ImageNet values inferred from a summary's differences (Table 4); published numbers here are those of RepDistiller, PS-KD and WSLD for the methods beside it, with their selection rules (RepDistiller: last epoch).",
    "The control 'kd + head, w = 1' repeats KD to the last digit, as its head is cut off from the features: a check of the wiring. Without the comparison of two heads IPWD is therefore KD, and claims I5 and I7 rest on one comparison; without standardisation training collapses (21 %) where weights have no limit, and ends at 69.6 % where they are cut at 4.",
    'The cpu profile, and quick ones named after it, use 20 classes of CIFAR-100 at 16×16, small networks and 24 or 6 epochs; other quick runs use the Fashion-MNIST images in the project; they test signs of effects, never a published number. One teacher serves all seeds; the intervals do not cover the choice of teacher.',
    "Classes are ranked by the teacher's predictions at T = 4 on the training images as augmented in the last epoch; the paper's temperature for its ranking is not known.",
    'A quarter holds 5 classes with 100 test images each here, 25 classes in the paper: recall gains have standard errors of about two points a seed.',
  ],
};
