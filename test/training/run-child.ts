/**
 * Trains one run in a process of its own, to be killed: `node run-child.cjs OPTIONS`, OPTIONS being JSON with `spec`,
 * `folder`, `runsFolder` and `kill`. `kill` ends the process with SIGKILL at the n-th replacing of a file whose name
 * contains `file`: with half of its content written (`writing`), just before (`renaming`) or just after (`renamed`).
 */
import fs from 'node:fs';
import type { RunSpec } from '../../lib/base';
import { trainRun } from '../../lib/training';

interface ChildOptions {
  spec: RunSpec;
  folder: string;
  runsFolder: string;
  kill?: { file: string; nth: number; moment: 'writing' | 'renaming' | 'renamed' };
}

const { spec, folder, runsFolder, kill } = JSON.parse(process.argv[2]) as ChildOptions;

const die = () => process.kill(process.pid, 'SIGKILL');
if (kill) {
  let seen = 0;
  const { renameSync, writeFileSync } = fs;
  fs.writeFileSync = ((file: number, content: string | Uint8Array, ...rest: never[]) => {
    if (kill.moment === 'writing' && content.length > 0 && typeof file === 'number') {
      const target = fs.readlinkSync(`/proc/self/fd/${file}`);
      if (target.includes(kill.file) && ++seen === kill.nth) {
        writeFileSync(file, content.slice(0, content.length / 2));
        die();
      }
    }
    writeFileSync(file, content, ...rest);
  }) as typeof writeFileSync;
  fs.renameSync = (from, to) => {
    const counts = kill.moment !== 'writing' && String(to).includes(kill.file) && ++seen === kill.nth;
    if (counts && kill.moment === 'renaming') die();
    renameSync(from, to);
    if (counts) die();
  };
}

trainRun(spec, {
  folder,
  runsFolder,
  resume: true,
  observer: { onStep: ({ epoch, step }) => process.stdout.write(`${epoch}.${step}\n`) },
}).then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
