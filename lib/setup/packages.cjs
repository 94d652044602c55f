'use strict';
// Step: the JavaScript packages of package-lock.json.
const fs = require('node:fs');
const { ROOT, at } = require('./paths.cjs');
const { npmCommand } = require('./probe.cjs');
const { run } = require('./run.cjs');

/**
 * Whether everything that package-lock.json asks for is there. npm notes what it has installed in
 * node_modules/.package-lock.json, as the last thing it does.
 * @param wanted the `packages` of package-lock.json
 * @param installed the `packages` of node_modules/.package-lock.json
 */
function installedMatches(wanted, installed) {
  return Object.entries(wanted).every(([name, entry]) => {
    if (!name.includes('node_modules/')) return true; // the project itself and its workspace
    const present = installed[name];
    if (present === undefined) return entry.optional === true;
    return (
      present.version === entry.version &&
      present.integrity === entry.integrity &&
      present.link === entry.link
    );
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

const NOTE = at('node_modules', '.package-lock.json');

const packages = {
  name: 'packages',
  what: 'installs the JavaScript packages of package-lock.json (npm ci)',
  stamp: at('node_modules', '.kdlab-stamp'), // goes when npm ci empties the folder
  inputs: () => [{ file: at('package-lock.json') }],
  ready: () => fs.existsSync(NOTE),
  async run() {
    // What a developer's `npm install` has brought up to date is not wiped.
    if (installedMatches(packagesOf(at('package-lock.json')), packagesOf(NOTE))) return;
    const [command, ...first] = npmCommand();
    // Development packages are needed whatever NODE_ENV says: set-up compiles and `npm test` checks.
    await run(command, [...first, 'ci', '--include=dev', '--no-audit', '--no-fund'], { cwd: ROOT });
  },
};

module.exports = { packages, installedMatches };
