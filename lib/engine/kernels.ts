import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { InputError, oneOf, shown } from '../base/errors';
import { engineInfo } from './tensorflow';

const requireFrom = createRequire(__filename);
const CHOICES = ['own', 'tensorflow'];
let loaded: boolean | undefined;

/**
 * Whether the project's own kernels (`kernels/*.cc`) run: on a CPU, where set-up has built them. Loading the file
 * registers its operations with TensorFlow. `KDLAB_KERNELS=tensorflow` keeps to TensorFlow's own: slower, for comparison.
 */
export function ownKernels(): boolean {
  loaded ??= load(process.env.KDLAB_KERNELS ?? 'own');
  return loaded;
}

function load(choice: string): boolean {
  if (!CHOICES.includes(choice)) {
    throw new InputError(`KDLAB_KERNELS: found ${shown(choice)}, allowed are ${oneOf(CHOICES)}`);
  }
  const folder = path.dirname(requireFrom.resolve('@tensorflow/tfjs-node-gpu/package.json'));
  const file = path.join(folder, 'lib', 'kdlab-kernels.node');
  if (choice === 'tensorflow' || engineInfo().device === 'gpu' || !existsSync(file)) return false;
  process.dlopen({ exports: {} }, file);
  return true;
}
