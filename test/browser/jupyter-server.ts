import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

export interface LabServer {
  /** `http://127.0.0.1:<port>` */
  address: string;
  token: string;
  stop(): Promise<void>;
}

/**
 * Starts the project's JupyterLab on a free port of this machine, with its own kernel and configuration and with
 * `folder` as root and home of all settings: nothing of the user's is read or changed.
 */
export async function startLab(folder: string): Promise<LabServer> {
  const program = join(ROOT, '.venv', 'bin', 'jupyter');
  if (!existsSync(program)) throw new Error(`${program} is missing: run 'npm run setup'`);
  const token = randomBytes(16).toString('hex');
  const child = spawn(
    program,
    [
      'lab',
      '--no-browser',
      '--allow-root',
      '--ServerApp.ip=127.0.0.1',
      '--ServerApp.port=0',
      `--ServerApp.root_dir=${folder}`,
    ],
    {
      cwd: folder,
      detached: true, // its own process group, so that kernels go with it
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        HOME: folder,
        JUPYTER_TOKEN: token,
        JUPYTER_PATH: join(ROOT, '.jupyter'),
        JUPYTER_CONFIG_PATH: join(ROOT, '.jupyter'),
        JUPYTER_CONFIG_DIR: join(folder, '.config'),
        JUPYTER_DATA_DIR: join(folder, '.data'),
        JUPYTER_RUNTIME_DIR: join(folder, '.runtime'),
        JUPYTERLAB_SETTINGS_DIR: join(folder, '.settings'),
        JUPYTERLAB_WORKSPACES_DIR: join(folder, '.workspaces'),
      },
    },
  );
  const address = await addressOf(child)
    .then(answering)
    .catch(async (error: unknown) => {
      await stop(child);
      throw error;
    });
  return { address, token, stop: () => stop(child) };
}

/** The server names its address on stderr once it listens. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const give = (reason: string): void => reject(new Error(`JupyterLab ${reason}:\n${heard}`));
    const timer = setTimeout(() => give('did not start within 40 s'), 40_000);
    child.on('exit', () => give('ended'));
    child.stderr?.on('data', (text: Buffer) => {
      heard += text.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+(?=\/lab)/.exec(heard);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[0]);
    });
  });
}

/** The address is printed shortly before the server answers. */
async function answering(address: string): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const answered = await fetch(`${address}/api`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (answered) return address;
    await new Promise((next) => setTimeout(next, 100));
  }
  throw new Error(`JupyterLab does not answer at ${address}`);
}

/** Asks the server to end, which ends its kernels too; after 5 s the whole group is killed. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const group = -child.pid;
  process.kill(child.pid, 'SIGTERM');
  const timer = setTimeout(() => process.kill(group, 'SIGKILL'), 5000);
  await ended;
  clearTimeout(timer);
}
