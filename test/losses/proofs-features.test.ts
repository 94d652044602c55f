import { prove } from './proofs';

// losses on features
prove('features');
