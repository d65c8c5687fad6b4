import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { applyMutant, type Sources, StaleMutant } from './apply-mutant.js';
import { judge, limitsOf } from './judge.js';
import type { Mutant } from './mutant.js';
import { readMutant } from './read-mutant.js';
import { isGood, report, type Result } from './report.js';
import { sharedOut } from './shared-out.js';
import { TreeCopy } from './tree-copy.js';
import { UsageError } from './usage-error.js';

const HELP = `npm run -s mutants [-- NAME ...] [--jobs ${availableParallelism()}] [--list]

Puts the bugs of tools/mutants/bugs into copies of this workspace, one at a time, runs the specs that should notice, and prints which did.

  NAME      of the mutants to try (all)
  --jobs N  mutants at a time
  --list    says what there is and what no longer applies, and tries nothing

A mutant is a file: what is wrong; who should notice, one "specs: FOLDER [part of a path ...]" a line, or "survives: why" beside them; an empty
line; the path of a source, lines of it that begin with -, and what takes their place, with +. Lines are found by what they say, also in another file.

Exit status: 0 all are killed but those that nobody can notice, 1 some survive or no longer apply, 2 the command or a mutant is wrong.
`;

const root = fileURLToPath(new URL('../../../', import.meta.url));
const bugs = join(root, 'tools/mutants/bugs');
const ending = '.mutant';
/** A1, A2, A10. */
const inOrder = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
const print = (lines: readonly string[]): void => { for (const line of lines) process.stdout.write(`${line}\n`); };

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { jobs: { type: 'string' }, list: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help === true) {
    print([HELP]);
    return 0;
  }
  const all = readdirSync(bugs).filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length)).sort(inOrder);
  const unknown = positionals.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new UsageError(`There is no mutant ${unknown.join(' or ')}. Mutants: ${all.join(', ')}.`);
  const jobs = Number(values.jobs ?? availableParallelism());
  if (!Number.isInteger(jobs) || jobs < 1) throw new UsageError(`--jobs must be a whole number of at least 1; got "${values.jobs}".`);
  const mutants = (positionals.length === 0 ? all : positionals).map((name) => readMutant(name, readFileSync(join(bugs, name + ending), 'utf8')));
  if (values.list === true) return listed(mutants);
  const results = await tried(mutants, Math.min(jobs, mutants.length));
  print(report(results));
  return results.every(isGood) ? 0 : 1;
}

function listed(mutants: readonly Mutant[]): number {
  const copy = new TreeCopy(root);
  const stale = mutants.flatMap((mutant) => staleness(mutant, copy.sources));
  copy.remove();
  print([...mutants.map(({ name, bug }) => `${name.padEnd(4)} ${bug}`), ...stale.map(({ message }) => message)]);
  return stale.length === 0 ? 0 : 1;
}

function staleness(mutant: Mutant, sources: Sources): StaleMutant[] {
  try {
    applyMutant(mutant, sources);
    return [];
  } catch (error) {
    if (error instanceof StaleMutant) return [error];
    throw error;
  }
}

async function tried(mutants: readonly Mutant[], jobs: number): Promise<Result[]> {
  const copies = Array.from({ length: jobs }, () => new TreeCopy(root));
  const remove = (): void => { for (const copy of copies) copy.remove(); };
  process.once('exit', remove);
  const say = (text: string): void => { process.stderr.write(`${text}\n`); };
  const limits = await limitsOf(mutants, copies, say);
  let done = 0;
  return sharedOut(copies, mutants, async (copy, mutant): Promise<Result> => {
    const result = await judge(mutant, copy, limits).catch((error: unknown) => {
      if (error instanceof StaleMutant) return error;
      throw error;
    });
    say(`${++done} of ${mutants.length}: ${mutant.name} ${isGood(result) ? 'is as it should be' : 'IS NOT AS IT SHOULD BE'}`);
    return result;
  });
}

// `| head` closes the pipe; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code === 'EPIPE') process.exit(); else throw error; });
// Copies go and specs end with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
try {
  process.exitCode = await main();
} catch (error) {
  // parseArgs says what is wrong with an option.
  if (!(error instanceof UsageError) && !(error instanceof TypeError && 'code' in error)) throw error;
  process.stderr.write(`mutants: ${error.message}\n`);
  process.exitCode = 2;
}
