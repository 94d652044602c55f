import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { projectRoot } from '../base';
import { jupyterEnvironment, projectPython } from './setup-environment';

/**
 * Starts JupyterLab with the TypeScript kernel in the project's folder, on 127.0.0.1 and with a token that Jupyter
 * makes and prints with the address. `.jupyter/jupyter_lab_config.json` turns off its requests to the outside.
 * @param args handed to JupyterLab, such as `--no-browser` or a notebook to open
 */
export function labProcess(args: readonly string[], stdio: StdioOptions = 'inherit'): ChildProcess {
  const fixed = [
    '--ServerApp.ip=127.0.0.1',
    `--ServerApp.root_dir=${projectRoot()}`,
    // Jupyter refuses root by default, as in containers; it is bound to this machine and guarded by the token.
    ...(process.getuid?.() === 0 ? ['--allow-root'] : []),
  ];
  return spawn(projectPython(), ['-m', 'jupyterlab', ...args, ...fixed], {
    cwd: projectRoot(),
    env: jupyterEnvironment(),
    stdio,
  });
}

/** Runs JupyterLab until it is stopped; resolves to its exit code. Ctrl-C is Jupyter's to answer: it asks first. */
export async function startLab(args: readonly string[]): Promise<number> {
  const lab = labProcess(args);
  const ignore = () => {};
  const stop = () => lab.kill('SIGTERM');
  process.on('SIGINT', ignore);
  process.on('SIGTERM', stop);
  try {
    return await new Promise((resolve, reject) => {
      lab.on('error', reject);
      lab.on('close', (code) => resolve(code ?? 0));
    });
  } finally {
    process.off('SIGINT', ignore);
    process.off('SIGTERM', stop);
  }
}
