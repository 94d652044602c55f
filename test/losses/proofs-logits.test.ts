import { prove } from './proofs';

// losses with a teacher’s or peer’s logits of one view
prove('logits');
