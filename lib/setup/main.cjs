'use strict';
// Behind `npm start`, `npm test` and `npm run setup`: sets the project up, then does what was asked. Needs nothing
// but Node.js. Old syntax in this file on purpose: an old Node.js must get as far as being told so.
const prerequisites = require('./prerequisites.cjs');

const COMMANDS = ['start', 'test', 'setup'];

async function main(argv) {
  const command = argv[0];
  const flags = { gpu: argv.includes('--gpu'), cpu: argv.includes('--cpu') };
  const rest = argv.slice(1).filter((argument) => argument !== '--gpu' && argument !== '--cpu');
  if (!COMMANDS.includes(command)) return refuse([`found '${command}', allowed are start, test and setup`]);
  if (flags.gpu && flags.cpu) return refuse(['--gpu and --cpu were both given; only one is allowed']);
  if (command === 'setup' && rest.length > 0)
    return refuse([`setup: found '${rest[0]}', allowed are --gpu and --cpu`]);

  const code = await setUp(flags);
  if (code !== 0) {
    if (command === 'test') console.log('0 passed, 1 failed');
    return code;
  }
  if (command === 'start') return require('./start.cjs').start(rest);
  if (command === 'test') return require('./test.cjs').test(rest);
  return 0;
}

/** Returns 0, or the exit code of what went wrong: 2 for the machine, 1 for a step, 130 for Ctrl-C. */
async function setUp(flags) {
  const { probe } = require('./probe.cjs');
  if (process.platform !== 'linux' || !prerequisites.nodeFits(process.versions.node)) {
    return refuse(prerequisites.problems(probe({ needsPython: false, needsCompiler: false })));
  }
  return require('./set-up.cjs').setUp(flags, refuse);
}

function refuse(sentences) {
  for (const sentence of sentences) console.error(`kdlab: ${sentence}`);
  return 2;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(`kdlab: ${error.stack}`);
    process.exitCode = 1;
  },
);
