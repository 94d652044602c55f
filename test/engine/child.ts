import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

/**
 * Runs TypeScript in a fresh Node process: bundled into a folder below node_modules, so that packages resolve.
 * @param code may import the library as './lib/…'
 */
export function runChild(
  code: string,
  environment: Record<string, string> = {},
): { stdout: string; stderr: string; status: number | null } {
  const { buildSync } = createRequire(path.join(root, 'lib/package.json'))(
    'esbuild',
  ) as typeof import('esbuild');
  const folder = path.join(root, 'node_modules/.cache', `kdlab-engine-${process.pid}-${Date.now()}`);
  mkdirSync(folder, { recursive: true });
  try {
    const outfile = path.join(folder, 'child.cjs');
    buildSync({
      stdin: { contents: code, resolveDir: root, loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      packages: 'external',
      outfile,
    });
    const { stdout, stderr, status } = spawnSync(process.execPath, [outfile], {
      encoding: 'utf8',
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: undefined, ...environment },
      timeout: 60_000,
    });
    return { stdout, stderr, status };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
