import { dryRun, UsageError } from './lib/program.js';
import { findStudy } from './studies.js';

// Checks many command lines at once, as `--dry` checks one: [["NAME", ...args], ...] as JSON in the first argument; prints what is wrong with each, lists of messages, as JSON.

const lines = JSON.parse(process.argv[2]!) as readonly (readonly [string, ...string[]])[];
const faults: (readonly string[])[] = [];
for (const [name, ...args] of lines) {
  try {
    faults.push(await dryRun((await findStudy(name).load()).study, args));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    faults.push([error.message]);
  }
}
process.stdout.write(JSON.stringify(faults));
