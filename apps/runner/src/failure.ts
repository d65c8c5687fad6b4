import { CommanderError } from 'commander';
import { isKnotworkError, printable } from '@knotwork/plugin';
import { writeDefectReport } from './defect-report.js';
import { EXIT, exitStatusOf } from './exit-status.js';
import { lineInPlugin } from './line-in-plugin.js';

/** One message for whatever went wrong, on standard error. @returns the exit status */
export function failure(error: unknown, args: readonly string[]): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (isKnotworkError(error) && error.code !== 'internal') {
    const { path } = error.place;
    // Whoever checks a value deep inside does not always know where in the file it stands.
    const place = path === undefined || path === '' || error.message.includes(printable(path)) ? '' : `${path}: `;
    process.stderr.write(`knotwork: ${printable(place)}${error.message}${error.code === 'plugin' ? lineInPlugin(error) : ''}\n`);
    return exitStatusOf(error.code);
  }
  const report = writeDefectReport(error, args);
  process.stderr.write(`knotwork: this is a defect of Knotwork: ${printable(error instanceof Error ? error.message : String(error))}\n`);
  process.stderr.write(report === null ? '' : `Please report it with the file ${report}.\n`);
  return EXIT.defect;
}
