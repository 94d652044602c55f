'use strict';
// What the machine must have. Old syntax on purpose: an old Node.js must get as far as being told so.

/**
 * Judges what `probe` found. Returns one sentence for each missing or unfit thing, with the command that helps.
 * @param facts see probe.cjs; `python` is the list of interpreters found, the preferred one first
 */
function problems(facts) {
  const found = [];
  const say = (sentence) => found.push(sentence);
  if (facts.platform !== 'linux' || facts.arch !== 'x64') {
    say(
      `this machine is ${facts.platform} ${facts.arch}: kdlab runs on x86-64 Linux (also in WSL 2 or a container: docker run -it node:22 bash)`,
    );
    return found; // nothing below can be judged elsewhere
  }
  if (!facts.glibc)
    say(
      'this Linux has no glibc: kdlab needs glibc 2.27 or later (in a container: docker run -it node:22 bash)',
    );
  else if (less(facts.glibc, [2, 27]))
    say(
      `glibc ${facts.glibc} is too old: kdlab needs 2.27 or later (in a container: docker run -it node:22 bash)`,
    );
  if (!nodeFits(facts.node))
    say(`Node.js ${facts.node} does not fit: kdlab runs on 20.19 or later of 20, or on 22: nvm install 22`);
  if (!facts.npm) say(`npm is missing: ${install(facts, 'npm')}`);
  if (facts.needsPython) pythonProblem(facts, say);
  if (facts.needsCompiler && !facts.compiler) say(`g++ is missing: ${install(facts, 'g++')}`);
  return found;
}

function pythonProblem(facts, say) {
  if (choosePython(facts.python)) return;
  if (facts.python.length === 0) {
    say(`Python 3.10 to 3.13 is missing: ${install(facts, 'python')}`);
    return;
  }
  const fit = facts.python.find((candidate) => versionFits(candidate.version));
  if (fit) {
    say(`${fit.command} ${fit.version} has no venv and ensurepip: ${install(facts, 'venv')}`);
    return;
  }
  const seen = facts.python.map((candidate) => `${candidate.command} ${candidate.version}`).join(', ');
  say(
    `no Python from 3.10 to 3.13 (found ${seen}): ${install(facts, 'python')}, or name one by KDLAB_PYTHON`,
  );
}

/** The first interpreter that can make the environment, or undefined. */
function choosePython(candidates) {
  return candidates.find((candidate) => versionFits(candidate.version) && candidate.venv);
}

function nodeFits(version) {
  const [major, minor] = version.split('.').map(Number);
  return major === 22 || (major === 20 && minor >= 19);
}

function versionFits(version) {
  return !less(version, [3, 10]) && less(version, [3, 14]);
}

function less(version, bound) {
  const parts = version.split('.').map((part) => parseInt(part, 10));
  return parts[0] < bound[0] || (parts[0] === bound[0] && parts[1] < bound[1]);
}

const PACKAGES = {
  'apt-get': { 'g++': 'g++', npm: 'npm', python: 'python3 python3-venv', venv: 'python3-venv' },
  dnf: { 'g++': 'gcc-c++', npm: 'nodejs-npm', python: 'python3.12', venv: 'python3-pip' },
  zypper: { 'g++': 'gcc-c++', npm: 'npm-default', python: 'python312', venv: 'python3-pip' },
  pacman: { 'g++': 'gcc', npm: 'npm', python: 'python', venv: 'python-pip' },
};

/** The command of this system's package manager that installs a thing. */
function install(facts, thing) {
  const manager = PACKAGES[facts.manager] ? facts.manager : 'apt-get';
  const verb = manager === 'pacman' ? '-S' : 'install';
  return `${facts.root ? '' : 'sudo '}${manager} ${verb} ${PACKAGES[manager][thing]}`;
}

module.exports = { problems, choosePython, nodeFits };
