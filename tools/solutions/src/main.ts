import { fileURLToPath } from 'node:url';
import { NoAgreement } from './burgers/cole-hopf.js';
import { command, FOLDER } from './command.js';
import { UsageError } from './usage-error.js';

// Writes reference solutions of differential equations as tables.

// `| head` closes the pipe; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code === 'EPIPE') process.exit(); else throw error; });
try {
  command(process.argv.slice(2), fileURLToPath(new URL(`../../../${FOLDER}`, import.meta.url)), (line) => { process.stdout.write(`${line}\n`); });
} catch (error) {
  // parseArgs says what is wrong with an option.
  const isUsage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  // A folder that cannot be written, and a table that does not come out, are told; anything else is a bug.
  if (!(isUsage || error instanceof NoAgreement || (error instanceof Error && 'syscall' in error))) throw error;
  process.stderr.write(`solutions: ${error.message}\n`);
  process.exitCode = isUsage ? 2 : 1;
}
