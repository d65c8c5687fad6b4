import { join, relative, resolve } from 'node:path';
import { packStudy, StudyFolder, unpackStudy } from '@knotwork/studies';
import type { Output } from '../output.js';
import { waitingFor } from '../run-report.js';

const counted = (n: number, what: string): string => `${n.toLocaleString('en-US')} ${what}${n === 1 ? '' : 's'}`;
const megabytes = (bytes: number): string => `${Number((bytes / 1e6).toPrecision(3)).toLocaleString('en-US')} MB`;
/** How many trials that stay as folders are named. */
const NAMED = 5;

/** Moves what the trials of a study left into an archive. */
export async function pack(dir: string, output: Output, cwd: string): Promise<void> {
  const folder = new StudyFolder(resolve(cwd, dir));
  const where = relative(cwd, folder.path) || '.';
  const packed = await packStudy(folder, (holder, most) => { output.say(waitingFor(where, holder, most)); });
  const { archive, trials, bytes, files, left } = packed;
  if (archive === null) output.say(`No trials to pack in ${where}: those that ended ${left.length === 0 ? 'are packed, or none has' : 'and are not packed stay as they are'}.`);
  else output.say(`${counted(trials, 'trial')} of ${megabytes(bytes.unpacked)} in ${join(where, archive)}, ${megabytes(bytes.archive)}; ${counted(files.before, 'file')} became ${files.after.toLocaleString('en-US')}`);
  for (const { trial, reason } of left.slice(0, NAMED)) output.say(`trials/${trial} stays a folder: ${reason}`);
  if (left.length > NAMED) output.say(`and ${left.length - NAMED} more`);
  output.json(packed);
}

/** Makes folders of packed trials again. */
export async function unpack(dir: string, output: Output, cwd: string): Promise<void> {
  const folder = new StudyFolder(resolve(cwd, dir));
  const where = relative(cwd, folder.path) || '.';
  const unpacked = await unpackStudy(folder, (holder, most) => { output.say(waitingFor(where, holder, most)); });
  const { archives, trials, files } = unpacked;
  output.say(archives.length === 0 ? `Nothing is packed in ${where}.` : `${counted(trials, 'trial')} of ${archives.join(', ')} in folders of ${join(where, 'trials')}; ${counted(files.before, 'file')} became ${files.after.toLocaleString('en-US')}`);
  output.json(unpacked);
}
