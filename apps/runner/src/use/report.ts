import { join } from 'node:path';
import { reportPage, type ReportRequest } from '@knotwork/report';
import { bothOnStandardOutput, noPicture, pngOfRun } from '../errors.js';
import { byEnding, refuseOutFile, signedPage, signedPicture, STANDARD_OUTPUT, writeOutFile } from '../out-file.js';
import type { Output } from '../output.js';
import { folderOfRun } from './folder-of-run.js';
import { openRun } from './open-run.js';
import { refuseSource } from './refuse-source.js';
import { toPng } from './to-png.js';

export interface ReportOptions { readonly out?: string; readonly plugin?: readonly string[]; readonly force?: boolean; readonly png?: boolean; readonly json?: boolean; readonly quiet?: boolean }

const NAME = 'report.html';

/** What a run is written as, by the ending of the file. */
const ENDINGS: Readonly<Record<string, { readonly what: string; readonly write: (request: ReportRequest) => Promise<string | Uint8Array> }>> = {
  html: { what: 'Report', write: (request) => Promise.resolve(signedPage('report', reportPage(request))) },
  svg: { what: 'Picture', write: (request) => Promise.resolve(signedPicture('report', pictureOf(request))) },
  png: { what: 'Picture', write: (request) => toPng(pictureOf(request)) },
};

/** Writes a run as one page, or as the picture of its network. */
export async function report(folder: string, options: ReportOptions, output: Output, cwd: string): Promise<void> {
  const { out = join(folder, NAME), plugin = [], force = false, json = false } = options;
  if (options.png === true) {
    folderOfRun(folder, cwd);
    throw pngOfRun(folder);
  }
  if (out === STANDARD_OUTPUT && json) throw bothOnStandardOutput();
  const ending = byEnding(out, ENDINGS, 'html');
  const request = await openRun(folder, plugin, cwd);
  refuseSource(out, folder, plugin, cwd);
  if (out !== STANDARD_OUTPUT) refuseOutFile(out, cwd, force);
  const content = await ending.write(request);
  await request.model?.dispose();
  if (out === STANDARD_OUTPUT) {
    if (options.quiet !== true) for (const note of request.notes) process.stderr.write(`note: ${note}\n`);
    process.stdout.write(content);
    return;
  }
  writeOutFile(out, cwd, content, force);
  for (const note of request.notes) output.say(`note: ${note}`);
  output.say(`${ending.what} in ${out}`);
  output.json({ file: out, bytes: Buffer.byteLength(content), notes: request.notes });
}

/** @throws KnotworkError `input` where the run has none yet */
function pictureOf({ contents: { picture, place }, model }: ReportRequest): string {
  const svg = picture ?? model?.toSVG();
  if (svg === undefined) throw noPicture(place);
  return svg;
}
