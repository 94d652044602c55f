import { build } from 'esbuild';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InstalledChromium } from '../../lib/figures/chromium';

const ROOT = join(__dirname, '..', '..');
let folder = '';
let bundle = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kdlab-chromium-'));
  bundle = join(ROOT, 'node_modules', '.cache', `kdlab-chromium-${process.pid}`);
  mkdirSync(bundle, { recursive: true });
  await build({
    entryPoints: [join(ROOT, 'lib', 'figures', 'chromium.ts')],
    bundle: true,
    platform: 'node',
    packages: 'external',
    outfile: join(bundle, 'chromium.cjs'),
  });
});

afterAll(() => {
  for (const made of [folder, bundle]) rmSync(made, { recursive: true, force: true });
});

/** Unpacks in a process of its own. */
async function unpack(homes: string[]): Promise<InstalledChromium> {
  const script = `const { installedChromium } = require(${JSON.stringify(join(bundle, 'chromium.cjs'))});
    console.log(JSON.stringify(installedChromium(${JSON.stringify(homes)})));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script]);
  return JSON.parse(stdout) as InstalledChromium;
}

describe('installedChromium', () => {
  it('is unpacked once by two processes that start together, passing over a home that is no folder', async () => {
    const blocked = join(folder, 'blocked');
    writeFileSync(blocked, 'a file');
    const homes = [join(blocked, 'below'), join(folder, 'home')];
    const [first, second] = await Promise.all([unpack(homes), unpack(homes)]);
    expect(first).toEqual(second);
    expect(first.executable.startsWith(homes[1])).toBe(true);
    expect(readdirSync(homes[1])).toHaveLength(1); // nothing half-done is left
    const version = execFileSync(first.executable, ['--version'], {
      env: { ...process.env, ...first.env },
      encoding: 'utf8',
    });
    expect(version).toMatch(/\d+\.\d+\.\d+\.\d+/);
  });
});
