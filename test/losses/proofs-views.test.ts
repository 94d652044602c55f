import { prove } from './proofs';

// losses on two views of each image
prove('views');
