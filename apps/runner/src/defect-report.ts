import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inSources } from './source-positions.js';

/** Writes what is needed to find a defect of ours. @returns the file's path, or null when not even that works */
export function writeDefectReport(error: unknown, args: readonly string[]): string | null {
  try {
    const file = join(mkdtempSync(join(tmpdir(), 'knotwork-')), 'report.txt');
    const told = error instanceof Error ? `${error.stack ?? error.message}\ncause: ${String(error.cause)}` : String(error);
    writeFileSync(file, `knotwork ${args.join(' ')}\nnode ${process.versions.node} ${process.platform}-${process.arch}\n\n${inSources(told)}\n`);
    return file;
  } catch {
    return null;
  }
}
