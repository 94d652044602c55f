import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../lib/base';
import type { RunSpec } from '../../lib/base';
import { RunFolder } from '../../lib/training';
import { tinySpec, tinyStudent } from './tiny';

// Inside the project, so that the program finds the packages and the embedded data.
const program = join(projectRoot(), 'node_modules', '.cache', 'kdlab-test', `run-child-${process.pid}.cjs`);
let runs: string;

beforeAll(async () => {
  runs = mkdtempSync(join(tmpdir(), 'kdlab-resume-'));
  await build({
    entryPoints: [join(__dirname, 'run-child.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    packages: 'external',
  });
});
afterAll(() => {
  rmSync(runs, { recursive: true });
  rmSync(program);
});

type Kill = { after: number; delay: number } | { file: string; nth: number; moment: string };

/** Runs the child; with `after`, kills it `delay` milliseconds after that many steps. Returns its exit code. */
async function child(spec: RunSpec, folder: string, kill?: Kill): Promise<number | NodeJS.Signals> {
  const options = { spec, folder, runsFolder: runs, kill: kill && 'file' in kill ? kill : undefined };
  const process_ = spawn(process.execPath, [program, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  process_.stderr.on('data', (piece) => (errors += piece));
  let steps = 0;
  createInterface(process_.stdout).on('line', () => {
    if (kill && 'after' in kill && ++steps === kill.after) {
      setTimeout(() => process_.kill('SIGKILL'), kill.delay);
    }
  });
  const [code, signal] = (await once(process_, 'exit')) as [number | null, NodeJS.Signals | null];
  if (code === 1) throw new Error(errors);
  return signal ?? code!;
}

/** Bytes of the weights and test logits, and the metrics without what the clock says. */
function outcome(folder: string) {
  const hash = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  const { environment: _, seconds: __, folder: ___, ...result } = new RunFolder(folder).result()!;
  const lines = new RunFolder(folder)
    .lines()
    .map(({ seconds: _seconds, imagesPerSecond: _speed, ...line }) => line);
  return { weights: hash('weights.safetensors'), logits: hash('logits.npy'), result, lines };
}

describe('kill and resume', () => {
  it('ends with the same bits after kills at random moments and while files are written', async () => {
    const whole = join(runs, 'whole');
    const killed = join(runs, 'killed');
    expect(await child(tinySpec, whole)).toBe(0);
    // 20 steps in 4 epochs. Moments are random, the seed of the test does not matter: every one must do.
    const moments: Kill[] = [
      { after: 2, delay: 0 },
      { file: 'checkpoint', nth: 1, moment: 'writing' },
      { file: 'checkpoint', nth: 1, moment: 'renaming' },
      { file: 'checkpoint', nth: 1, moment: 'renamed' },
      { after: 1 + Math.floor(8 * Math.random()), delay: 20 * Math.random() },
      { file: 'checkpoint', nth: 1, moment: 'writing' },
      { after: 1 + Math.floor(4 * Math.random()), delay: 5 * Math.random() },
      { file: 'metrics', nth: 1, moment: 'renamed' },
      { file: 'weights', nth: 1, moment: 'writing' },
      { file: 'result', nth: 1, moment: 'renaming' },
    ];
    for (const moment of moments) {
      const exit = await child(tinySpec, killed, moment);
      // A random kill may come after the end; the others always hit.
      if ('file' in moment) expect(exit).toBe('SIGKILL');
    }
    expect(existsSync(join(killed, 'result.json'))).toBe(false);
    expect(await child(tinySpec, killed)).toBe(0);
    expect(outcome(killed)).toEqual(outcome(whole));
    expect(readdirSync(killed).sort()).toEqual(readdirSync(whole).sort());
  }, 120_000);

  it('ends with the same bits where the kill hits the teacher', async () => {
    const whole = join(runs, 'student-whole');
    const killed = join(runs, 'student-killed');
    expect(await child(tinyStudent, killed, { file: 'checkpoint', nth: 2, moment: 'renamed' })).toBe(
      'SIGKILL',
    );
    expect(await child(tinyStudent, killed, { file: 'checkpoint', nth: 3, moment: 'writing' })).toBe(
      'SIGKILL',
    );
    expect(await child(tinyStudent, killed)).toBe(0);
    for (const name of readdirSync(runs).filter((run) => run.endsWith('-s7'))) {
      rmSync(join(runs, name), { recursive: true });
    }
    expect(await child(tinyStudent, whole)).toBe(0);
    expect(outcome(killed)).toEqual(outcome(whole));
  }, 60_000);
});
