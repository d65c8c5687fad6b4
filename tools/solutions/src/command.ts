import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { viscosityBound } from './burgers/viscosity-bound.js';
import type { Solution } from './solution.js';
import { NU, SOLUTIONS } from './solutions.js';
import { tableText } from './tables/table-text.js';
import { UsageError } from './usage-error.js';

/** Where tables go that are not sent elsewhere. */
export const FOLDER = 'examples/data';

export const HELP = `npm run -s solutions -- NAME ... | all | list | bound [--seed N] [--out ${FOLDER}]

Computes reference solutions of differential equations and writes each to NAME.csv.

  NAME       of the tables to write
  all        writes all tables
  list       says which tables there are, and their errors; writes nothing
  bound      says how well nu can be known from burgers-noisy; writes nothing
  --seed N   another draw of a table of random points, 1 or more (1); the others have no seed
  --out DIR  folder to write to (${FOLDER} of this workspace)

Exit status: 0 written, 1 a table could not be computed or written, 2 the command line is wrong.
`;

/**
 * Does what a command line says. Nothing is written before all tables are there.
 *
 * @param words of the command line
 * @param folder to write to unless the words name another
 * @param say one line of output
 * @throws UsageError, and TypeError with a code for an unknown option
 */
export function command(words: readonly string[], folder: string, say: (line: string) => void): void {
  const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options: { out: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help === true) return say(HELP.trimEnd());
  if (positionals.length === 0) throw new UsageError(`Name the tables to write, or type all, list or bound. Tables: ${names().join(', ')}.`);
  if (positionals.includes('list')) {
    if (positionals.length > 1) throw new UsageError('list stands alone. Leave the other names out.');
    for (const { name, accuracy, summary } of SOLUTIONS) say(`${name.padEnd(18)}${(accuracy === 0 ? 'points' : accuracy.toExponential()).padEnd(8)}${summary}`);
    return;
  }
  if (positionals.includes('bound')) {
    if (positionals.length > 1) throw new UsageError('bound stands alone. Leave the other names out.');
    const { standardError, off, ofFive } = viscosityBound(NU, SOLUTIONS.find(({ name }) => name === 'burgers-noisy')!.table(seedOf(values.seed, [])));
    return say(`Where all but nu is known, no unbiased estimate of it has a standard error below ${percent(standardError)}; least squares are off by ${percent(off)}. Five samples have ${(100 * ofFive).toFixed()} % of what is known.`);
  }
  const unknown = positionals.filter((name) => name !== 'all' && !names().includes(name));
  if (unknown.length > 0) throw new UsageError(`There is no table ${unknown.join(' or ')}. Tables: ${names().join(', ')}; all writes all of them.`);
  if (values.out === '') throw new UsageError('--out must name a folder; got nothing. Leave it out to write to examples/data.');
  const wanted = SOLUTIONS.filter(({ name }) => positionals.includes('all') || positionals.includes(name));
  const seed = seedOf(values.seed, wanted);
  const texts = wanted.map(({ name, table }) => ({ name, text: tableText(table(seed)) }));
  const out = values.out ?? folder;
  mkdirSync(out, { recursive: true });
  for (const { name, text } of texts) {
    const path = join(out, `${name}.csv`);
    // A table is there as a whole or as it was.
    writeFileSync(`${path}.part`, text);
    renameSync(`${path}.part`, path);
    say(`${path}: ${text.split('\n').length - 2} rows, ${(text.length / 1000).toFixed(1)} kB`);
  }
}

/** @returns undefined where none is given, @throws UsageError for what is no whole number from 1 on, and beside tables that are always the same */
function seedOf(text: string | undefined, wanted: readonly Solution[]): number | undefined {
  if (text === undefined) return undefined;
  const same = wanted.filter(({ isRandom }) => isRandom !== true).map(({ name }) => name);
  if (same.length > 0) throw new UsageError(`--seed is for tables of random points. Leave it out for ${same.join(', ')}.`);
  const seed = Number(text);
  if (!Number.isSafeInteger(seed) || seed < 1) throw new UsageError(`--seed must be a whole number from 1 on; got ${text || 'nothing'}.`);
  return seed;
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

function names(): string[] {
  return SOLUTIONS.map(({ name }) => name);
}
