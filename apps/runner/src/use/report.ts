import { join } from 'node:path';
import { reportPage } from '@knotwork/report';
import { bothOnStandardOutput } from '../errors.js';
import { refuseOutFile, signedPage, writeOutFile } from '../out-file.js';
import type { Output } from '../output.js';
import { openRun } from './open-run.js';

export interface ReportOptions { readonly out?: string; readonly plugin?: readonly string[]; readonly force?: boolean; readonly json?: boolean; readonly quiet?: boolean }

const STANDARD_OUTPUT = '-';
const NAME = 'report.html';

/** Writes a run as one page. */
export async function report(folder: string, options: ReportOptions, output: Output, cwd: string): Promise<void> {
  const { out = join(folder, NAME), plugin = [], force = false, json = false } = options;
  if (out === STANDARD_OUTPUT && json) throw bothOnStandardOutput();
  const request = await openRun(folder, plugin, cwd);
  if (out !== STANDARD_OUTPUT) refuseOutFile(out, cwd, force);
  const page = signedPage('report', reportPage(request));
  await request.model?.dispose();
  if (out === STANDARD_OUTPUT) {
    process.stdout.write(page);
    return;
  }
  writeOutFile(out, cwd, page, force);
  for (const note of request.notes) output.say(`note: ${note}`);
  output.say(`Report in ${out}`);
  output.json({ file: out, bytes: Buffer.byteLength(page), notes: request.notes });
}
