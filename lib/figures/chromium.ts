import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../base/paths';

/** A Chromium that is ready to start: the program and the environment it needs. */
export interface InstalledChromium {
  executable: string;
  env: Record<string, string>;
}

/**
 * Unpacks the Chromium inside the npm package @sparticuz/chromium once, into `.setup/` of the project (or the
 * temporary folder where the project is read-only), and returns how to start it. Needs no network and no root.
 * Safe with several processes at once: each unpacks into a folder of its own, then one rename wins.
 *
 * @param homes folders to look into and to try in turn
 */
export function installedChromium(homes: readonly string[] = defaultHomes()): InstalledChromium {
  const folder = unpackedFolder(homes);
  const executable = join(folder, 'chromium');
  const env: Record<string, string> = { FONTCONFIG_FILE: join(folder, 'fonts.conf') };
  const bundled = join(folder, 'al2023', 'lib');
  if (lacksLibraries(executable)) {
    env.LD_LIBRARY_PATH = [bundled, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  }
  return { executable, env };
}

const defaultHomes = (): string[] => [
  join(projectRoot(), '.setup'),
  join(tmpdir(), `kdlab-${userInfo().uid}`),
];

function unpackedFolder(homes: readonly string[]): string {
  const manifest = require.resolve('@sparticuz/chromium').replace(/build[\\/].*$/, 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const name = `chromium-${version}`;
  const found = homes
    .map((home) => join(home, name))
    .find((folder) => existsSync(join(folder, 'fonts.conf')));
  if (found) return found;
  let reason: unknown;
  for (const home of homes) {
    try {
      return unpackInto(home, name);
    } catch (error) {
      reason = error;
    }
  }
  throw new Error(`could not unpack Chromium into ${homes.join(' or ')}`, { cause: reason });
}

/** The package unpacks into the temporary folder, and its libraries only on AWS: a child process is told both. */
function unpackInto(home: string, name: string): string {
  mkdirSync(home, { recursive: true });
  const stage = mkdtempSync(join(home, `${name}-partial-`));
  try {
    const script = `require(${JSON.stringify(require.resolve('@sparticuz/chromium'))}).executablePath()`;
    const child = spawnSync(process.execPath, ['-e', script], {
      env: { ...process.env, NODE_OPTIONS: '', TMPDIR: stage, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
      encoding: 'utf8',
    });
    if (child.status !== 0) throw new Error(child.stderr || `unpacking ended with ${child.signal}`);
    const target = join(home, name);
    writeFileSync(join(stage, 'fonts.conf'), fontConfiguration(target));
    try {
      renameSync(stage, target);
    } catch (error) {
      // Another process was faster: its folder is as good as ours.
      if (!existsSync(join(target, 'fonts.conf'))) throw error;
    }
    return target;
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** Only the package's own Open Sans, so that a figure looks the same on every machine. */
function fontConfiguration(folder: string): string {
  const cache = join(
    tmpdir(),
    `kdlab-fonts-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`,
  );
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${cache}</cachedir>
</fontconfig>
`;
}

/** The dynamic loader lists what the program needs, without running it. */
function lacksLibraries(executable: string): boolean {
  const listing = spawnSync(executable, [], {
    env: { ...process.env, LD_TRACE_LOADED_OBJECTS: '1' },
    encoding: 'utf8',
  });
  return listing.status !== 0 || listing.stdout.includes('not found');
}
