import { prove } from './proofs';

// losses computed from the labels and the student’s logits alone
prove('labels');
