import type { ClaimDefinition } from '../../base';
import { noiseAndSelfTrainingClaims, partialLabelClaims } from './supervision-claims';
import { studentClaims, teacherClaims } from './teacher-claims';
import { theoryClaims } from './theory-claims';

/**
 * Written before any run of the core set: Fashion-MNIST (8,000 training images) in the place of CIFAR-10. Test accuracy at the
 * best validation epoch as in the paper, except in self-training (last epoch). Numbers of paper section 10.
 */
export const claims: ClaimDefinition[] = [
  ...studentClaims,
  ...partialLabelClaims,
  ...theoryClaims,
  ...noiseAndSelfTrainingClaims,
  ...teacherClaims,
];
