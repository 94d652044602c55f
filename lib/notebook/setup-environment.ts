import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, projectRoot } from '../base';

/** Environment for Python and Jupyter: the project's kernel, its own folders for Jupyter's files, CUDA where used. */
export function jupyterEnvironment(): NodeJS.ProcessEnv {
  const file = join(projectRoot(), 'lib', 'setup', 'env.cjs');
  const { childEnvironment } = createRequire(file)(file) as { childEnvironment: () => NodeJS.ProcessEnv };
  return childEnvironment();
}

/** The interpreter of the project's own environment. */
export function projectPython(): string {
  const python = join(projectRoot(), '.venv', 'bin', 'python');
  if (!existsSync(python))
    throw new InputError("the Python environment .venv is missing: run 'npm run setup'");
  return python;
}
