'use strict';
// Child processes of set-up: output into the log, the last lines shown where one fails, none left behind.
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const { ROOT, LOG, STATE } = require('./paths.cjs');

const running = new Set();
let interrupted = false;

/** A step failed in a way the user can read about: the message and the end of the log. */
class StepError extends Error {}

/** Runs a command with its output in the log. Throws a StepError with the last lines where it fails. */
async function run(command, args, options = {}) {
  fs.mkdirSync(STATE, { recursive: true });
  const start = fs.existsSync(LOG) ? fs.statSync(LOG).size : 0;
  const log = fs.openSync(LOG, 'a');
  try {
    fs.writeSync(log, `\n$ ${[command, ...args].join(' ')}\n`);
    const code = await wait(command, args, { ...options, stdio: ['ignore', log, log] });
    if (code !== 0)
      throw new StepError(`${failure(command, args, code)}; the end of .setup/setup.log:\n${tail(start)}`);
  } finally {
    fs.closeSync(log);
  }
}

/** Runs a command in the foreground; resolves to its exit code (130 after Ctrl-C). */
function wait(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
    running.add(child);
    const finish = (code) => {
      running.delete(child);
      resolve(interrupted ? 130 : code);
    };
    child.on('error', (error) => finish(error.code === 'ENOENT' ? 127 : 126));
    child.on('close', (code, signal) =>
      finish(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 130 : 1)),
    );
  });
}

/**
 * Ctrl-C in a terminal reaches the children by itself; a signal sent to this process alone is handed on. Children
 * get the time they need to stop cleanly; this process ends after them, with 130.
 */
function forwardSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal's Ctrl-C has reached the whole group already, and npm sends its own on top: hand on one at most.
      const reachedAll = signal === 'SIGINT' && (process.stdin.isTTY || interrupted);
      interrupted = true;
      if (running.size === 0) process.exit(130);
      if (!reachedAll) for (const child of running) child.kill(signal);
    });
  }
}

const wasInterrupted = () => interrupted;

function failure(command, args, code) {
  const name = [command, ...args].join(' ').slice(0, 120);
  return code === 127 ? `'${command}' was not found` : `'${name}' ended with code ${code}`;
}

function tail(start) {
  const text = fs.readFileSync(LOG).subarray(start).toString();
  return text
    .trimEnd()
    .split('\n')
    .slice(-25)
    .map((line) => `    ${line}`)
    .join('\n');
}

module.exports = { run, wait, forwardSignals, wasInterrupted, StepError };
