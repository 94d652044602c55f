'use strict';
// Looks at the machine for prerequisites.cjs. Old syntax on purpose, as there.
const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');

const PYTHONS = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const MANAGERS = ['apt-get', 'dnf', 'zypper', 'pacman'];

/** @param needs which of `needsPython`, `needsCompiler` this set-up has work for */
function probe(needs) {
  return Object.assign(
    {
      platform: process.platform,
      arch: process.arch,
      glibc: glibcVersion(),
      node: process.versions.node,
      npm: npmCommand() !== undefined,
      root: typeof process.getuid === 'function' && process.getuid() === 0,
      manager: MANAGERS.find((name) => onPath(name)),
      python: needs.needsPython ? pythons() : [],
      compiler: needs.needsCompiler ? firstLine('g++', ['--version']) : undefined,
    },
    needs,
  );
}

function glibcVersion() {
  try {
    process.report.excludeNetwork = true; // else the report looks up host names, which can take seconds
    return process.report.getReport().header.glibcVersionRuntime;
  } catch (error) {
    return firstLine('getconf', ['GNU_LIBC_VERSION']).replace('glibc ', '') || undefined;
  }
}

/** How to call npm: the one that runs us, else the one on the path. */
function npmCommand() {
  const running = process.env.npm_execpath || '';
  if (path.basename(running) === 'npm-cli.js') return [process.execPath, running];
  return onPath('npm') ? ['npm'] : undefined;
}

/** Every interpreter that answers: `KDLAB_PYTHON` alone where it is set, else the usual names. */
function pythons() {
  const script =
    'import sys\nv = ".".join(map(str, sys.version_info[:3]))\n' +
    'try:\n  import venv, ensurepip\n  print(v, 1)\nexcept ImportError:\n  print(v, 0)';
  const names = process.env.KDLAB_PYTHON ? [process.env.KDLAB_PYTHON] : PYTHONS;
  const found = [];
  for (const command of names) {
    const answer = firstLine(command, ['-I', '-c', script]).split(' ');
    if (answer.length !== 2) continue;
    found.push({ command, version: answer[0], venv: answer[1] === '1' });
  }
  return found;
}

function firstLine(command, args) {
  const result = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 20000,
  });
  return result.status === 0 ? result.stdout.split('\n')[0].trim() : '';
}

function onPath(name) {
  return (process.env.PATH || '')
    .split(':')
    .some((folder) => folder !== '' && fs.existsSync(path.join(folder, name)));
}

module.exports = { probe, npmCommand, onPath };
