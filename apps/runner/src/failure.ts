import { relative } from 'node:path';
import { CommanderError } from 'commander';
import { isKnotworkError, type KnotworkError, printable } from '@knotwork/plugin';
import { placeInPlugin } from '@knotwork/workspace';
import { writeDefectReport } from './defect-report.js';
import { EXIT, exitStatusOf } from './exit-status.js';

/** One message for whatever went wrong, on standard error. @returns the exit status */
export function failure(error: unknown, args: readonly string[]): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (isKnotworkError(error) && error.code !== 'internal') {
    const { path } = error.place;
    // Whoever checks a value deep inside does not always know where in the file it stands.
    const place = path === undefined || path === '' || error.message.includes(printable(path)) ? '' : `${path}: `;
    process.stderr.write(`knotwork: ${printable(place)}${error.message}${error.code === 'plugin' ? lineOf(error) : ''}\n`);
    return exitStatusOf(error.code);
  }
  const report = writeDefectReport(error, args);
  process.stderr.write(`knotwork: this is a defect of Knotwork: ${printable(error instanceof Error ? error.message : String(error))}\n`);
  process.stderr.write(report === null ? '' : `Please report it with the file ${report}.\n`);
  return EXIT.defect;
}

/** Where in a plugin something was thrown, as a sentence that follows others; empty where nothing tells. */
function lineOf(error: KnotworkError): string {
  const place = placeInPlugin(error.cause) ?? placeInPlugin(error);
  return place === null ? '' : ` Line: ${relative(process.cwd(), place.file)}:${place.line}:${place.column}.`;
}
