'use strict';
// Two set-ups in one folder would tread on each other: the second one waits for the first.
const fs = require('node:fs');
const path = require('node:path');
const { STATE } = require('./paths.cjs');

const FILE = path.join(STATE, 'lock');

/** Resolves once this process holds the lock; it is given back when the process exits. */
async function holdLock(print) {
  fs.mkdirSync(STATE, { recursive: true });
  for (let told = false; !take(); ) {
    const holder = Number(fs.readFileSync(FILE, 'utf8'));
    if (!isSetUp(holder)) {
      fs.rmSync(FILE, { force: true }); // left by a set-up that was killed
      continue;
    }
    if (!told) print(`set-up: process ${holder} is setting up this folder; waiting for it`);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  process.on('exit', release);
}

function take() {
  try {
    fs.writeFileSync(FILE, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

function release() {
  try {
    if (Number(fs.readFileSync(FILE, 'utf8')) === process.pid) fs.rmSync(FILE);
  } catch {
    // gone already
  }
}

/** Whether a process is there and is a set-up: numbers of dead processes are used again by others. */
function isSetUp(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(path.join('setup', 'main.cjs'));
  } catch {
    return false;
  }
}

module.exports = { holdLock, release };
