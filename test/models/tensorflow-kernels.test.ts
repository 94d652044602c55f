import { expect, it, vi } from 'vitest';
import { ownKernels } from '../../lib/engine/kernels';
import './pytorch.test';

// What runs on a GPU: TensorFlow's own operations, nothing fused. The same comparisons as with our kernels.
vi.mock('../../lib/engine/kernels', () => ({ ownKernels: () => false }));

it('runs without our own kernels', () => {
  expect(ownKernels()).toBe(false);
});
