import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { strykerOptions } from './stryker-options.js';
import { TreeCopy } from './tree-copy.js';

const HELP = `npm run -s stryker -- PACKAGE [PART ...] [--jobs ${availableParallelism()}]

Changes the sources of a package in every way that Stryker knows, one at a time, in a copy of this workspace, and counts how often its own specs
notice. Prints the changes that nobody noticed, and a table of scores.

  PACKAGE   name of its folder, such as algebra
  PART      of the paths of the sources to change (all)
  --jobs N  changes at a time

Half an hour to half a day for a whole package: docs/architecture.md says what is known. Survivors are told at the end, so take a large package part by part.
`;

const root = fileURLToPath(new URL('../../../', import.meta.url));
const stryker = join(dirname(createRequire(import.meta.url).resolve('@stryker-mutator/core/package.json')), 'bin/stryker.js');

async function main(): Promise<number> {
  const { values, positionals: [name, ...mutate] } = parseArgs({ allowPositionals: true, options: { jobs: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help === true || name === undefined) {
    process.stdout.write(HELP);
    return name === undefined && values.help !== true ? 2 : 0;
  }
  const jobs = Number(values.jobs ?? availableParallelism());
  if (!Number.isInteger(jobs) || jobs < 1) return refused(`--jobs must be a whole number of at least 1; got "${values.jobs}".`);
  const copy = new TreeCopy(root);
  process.once('exit', () => { copy.remove(); });
  const folder = copy.packageFolder(name);
  if (folder === null) return refused(`There is no package in a folder "${name}" of packages, apps or tools.`);
  writeFileSync(join(folder, 'stryker.config.json'), JSON.stringify(strykerOptions(mutate, jobs)));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [stryker, 'run'], { cwd: folder, stdio: 'inherit' });
    // It puts the sources back before it ends; the copy goes with this process, after that.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => { child.kill(signal); });
    child.on('error', reject).on('close', (status) => { resolve(status ?? 130); });
  });
}

function refused(message: string): number {
  process.stderr.write(`stryker: ${message}\n`);
  return 2;
}

try {
  process.exitCode = await main();
} catch (error) {
  // parseArgs says what is wrong with an option.
  if (!(error instanceof TypeError && 'code' in error)) throw error;
  process.exitCode = refused(error.message);
}
