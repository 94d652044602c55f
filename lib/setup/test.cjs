'use strict';
// `npm test` after set-up: the gates (types, style, directions), then vitest. Each gate counts as a test. The last
// line is `N passed, N failed`. With arguments (`npm test -- test/losses`) only the named tests run, without gates.
const fs = require('node:fs');
const path = require('node:path');
const { childEnvironment } = require('./env.cjs');
const { STATE, at } = require('./paths.cjs');
const { wait, wasInterrupted } = require('./run.cjs');

const tool = (...parts) => at('node_modules', ...parts);
const GATES = [
  ['types', [tool('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json', '--noEmit']],
  ['eslint', [tool('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0']],
  ['prettier', [tool('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.']],
  [
    'directions',
    [
      tool('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      'lib',
    ],
  ],
];

async function test(args) {
  const env = childEnvironment();
  const total = { passed: 0, failed: 0, skipped: 0 };
  if (args.length === 0) {
    for (const [name, command] of GATES) {
      const start = Date.now();
      const ok = (await wait(process.execPath, command, { env })) === 0;
      console.log(`${ok ? 'passed' : 'FAILED'}  ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
      total[ok ? 'passed' : 'failed'] += 1;
      if (wasInterrupted()) break;
    }
  }
  if (!wasInterrupted()) add(total, await runVitest(args, env));
  if (wasInterrupted()) total.failed += 1;
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  return wasInterrupted() ? 130 : total.failed === 0 ? 0 : 1;
}

async function runVitest(args, env) {
  const report = path.join(STATE, 'vitest.json');
  fs.rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await wait(process.execPath, [tool('vitest', 'vitest.mjs'), 'run', ...reporters, ...args], {
    env,
  });
  return countTests(fs.existsSync(report) ? JSON.parse(fs.readFileSync(report, 'utf8')) : undefined, code);
}

/**
 * Counts of vitest's JSON report. A file that failed without a failed test (it could not be loaded) counts as one
 * failure, and so does a run that failed for another reason, such as an unhandled error or no test at all.
 */
function countTests(report, code) {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((result) => result.status === 'failed'),
  ).length;
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  if (counts.failed === 0 && code !== 0) counts.failed = 1;
  return counts;
}

function add(total, counts) {
  for (const key of Object.keys(total)) total[key] += counts[key];
}

module.exports = { test, countTests };
