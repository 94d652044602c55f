'use strict';
// CPU or GPU: asked for by --gpu or --cpu, else as last time, else by whether an NVIDIA driver is loaded.
const fs = require('node:fs');
const path = require('node:path');
const { STATE } = require('./paths.cjs');

const FILE = path.join(STATE, 'device');

/** @returns {'cpu' | 'gpu'} */
function chooseDevice(flags, remembered, hasDriver) {
  if (flags.gpu) return 'gpu';
  if (flags.cpu) return 'cpu';
  return remembered ?? (hasDriver ? 'gpu' : 'cpu');
}

/** What set-up chose last; undefined before the first set-up. */
function rememberedDevice() {
  try {
    const text = fs.readFileSync(FILE, 'utf8').trim();
    return text === 'gpu' || text === 'cpu' ? text : undefined;
  } catch {
    return undefined;
  }
}

function rememberDevice(device) {
  fs.mkdirSync(STATE, { recursive: true });
  fs.writeFileSync(FILE, `${device}\n`);
}

/** The kernel module shows itself here; WSL puts the driver's library there instead. */
function hasNvidiaDriver() {
  return fs.existsSync('/proc/driver/nvidia/version') || fs.existsSync('/usr/lib/wsl/lib/libcuda.so.1');
}

module.exports = { chooseDevice, rememberedDevice, rememberDevice, hasNvidiaDriver };
