import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { differences } from './differences.js';
import { exampleRun } from './example-run.js';
import { installedNode } from './installed-node.js';
import { specsRun } from './specs-run.js';
import { supported } from './supported.js';

// Runs examples and specs with the other versions of Node, all versions at once, and closes with one line that `.ci/run` counts; `all`: also the specs that take longest.

const root = fileURLToPath(new URL('../../../', import.meta.url));
const home = join(root, 'node_modules/.cache/knotwork-nodes');
const print = (line: string): void => { process.stdout.write(`${line}\n`); };
const major = (version: string): string => version.replace(/^v/, '').split('.')[0]!;
const all = process.argv.includes('all');
const count = { passed: 0, failed: 0 };

/** Says what was checked and counts it. */
function checked(what: string, faults: readonly string[], note = ''): void {
  count[faults.length === 0 ? 'passed' : 'failed']++;
  print(faults.length === 0 ? `${what}: passed${note}` : `FAILED: ${what}`);
  for (const line of faults) print(`  | ${line}`);
}

const others = supported.versions.filter((version) => major(version) !== major(process.version));
const ours = await Promise.all(supported.examples.map(async (example) => {
  const run = await exampleRun(process.execPath, example, root);
  if ('failure' in run) throw new Error(`${example} does not run with Node ${process.version} either: ${run.failure}. Build first: npm run build.`);
  return { example, metrics: run.metrics };
}));

await Promise.all(others.map(async (version) => {
  const node = await installedNode(version, home);
  if ('reason' in node) {
    print(`SKIPPED: nothing was run with Node ${version}, which cannot be had here (${node.reason})`);
    return;
  }
  for (const { example, metrics } of ours) {
    const run = await exampleRun(node.binary, example, root);
    checked(`Node ${version}, ${example}`, 'failure' in run ? run.failure.split('\n') : differences(metrics, run.metrics), `, metrics as with ${process.version}`);
  }
  const workers = Math.max(1, Math.floor(availableParallelism() / others.length));
  for (const name of supported.packages) {
    const { passed, failed, output } = await specsRun(node.binary, name, root, { all, cache: join(home, version, 'jest'), workers });
    checked(`Node ${version}, specs of ${name}`, failed ? output.trimEnd().split('\n') : [], `, ${passed} of them`);
  }
}));

print(`Other Nodes: ${count.failed === 0 ? '' : `${count.failed} failed, `}${count.passed} passed`);
process.exitCode = count.failed === 0 ? 0 : 1;
