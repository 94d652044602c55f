import { setImmediate } from 'node:timers/promises';
import { afterEach } from 'vitest';

// Vitest hears from a worker only when its event loop turns: a minute of synchronous tests in a row would count as a
// worker that hangs ("Timeout calling onTaskUpdate").
afterEach(() => setImmediate());
