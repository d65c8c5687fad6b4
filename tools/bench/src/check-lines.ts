import { createInterface } from 'node:readline';
import { isKnotworkError } from '@knotwork/plugin';
import { dryRun, UsageError } from './lib/program.js';
import { findStudy } from './studies.js';

// Checks command lines as `--dry` checks one, until its input ends. Each line of it is a question as JSON: { "cwd": FOLDER, "lines": [["NAME", ...args], ...] };
// the answer is a line, too: what is wrong with each, lists of messages. One process answers for all pages of the documentation.

/** What is asked. */
interface Question { readonly cwd: string; readonly lines: readonly (readonly [string, ...string[]])[] }

for await (const question of createInterface({ input: process.stdin })) {
  const { cwd, lines } = JSON.parse(question) as Question;
  process.chdir(cwd);
  const faults: (readonly string[])[] = [];
  for (const [name, ...args] of lines) {
    try {
      faults.push(await dryRun((await findStudy(name).load()).study, args.filter((word) => word !== '--dry')));
    } catch (error) {
      if (!(error instanceof UsageError) && !(isKnotworkError(error) && error.code !== 'internal')) throw error;
      faults.push([error.message]);
    }
  }
  process.stdout.write(`${JSON.stringify(faults)}\n`);
}
