'use strict';
// A stamp is a small file beside what a step made: the hash of everything the step was made from.
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

/** Hash of texts and of the contents of files (`{ file }`; a missing file counts as such). */
function digest(inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    const content = typeof input === 'string' ? input : readOrNothing(input.file);
    hash
      .update(`${typeof input === 'string' ? 'text' : path.basename(input.file)} ${content.length}\n`)
      .update(content);
  }
  return hash.digest('hex');
}

function readOrNothing(file) {
  try {
    return fs.readFileSync(file);
  } catch {
    return '';
  }
}

function isStamped(file, value) {
  return readOrNothing(file).toString() === value;
}

/** Written whole or not at all, so that a kill leaves no half stamp. */
function writeStamp(file, value) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(`${file}.new`, value);
  fs.renameSync(`${file}.new`, file);
}

function removeStamp(file) {
  fs.rmSync(file, { force: true });
}

/** Files below a folder with one of the given endings, sorted; hidden, node_modules and named folders left out. */
function filesBelow(folder, endings, leaveOut = []) {
  const found = [];
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules' || leaveOut.includes(file)) continue;
      found.push(...filesBelow(file, endings, leaveOut));
    } else if (endings.some((ending) => entry.name.endsWith(ending))) found.push(file);
  }
  return found.sort();
}

module.exports = { digest, isStamped, writeStamp, removeStamp, filesBelow };
