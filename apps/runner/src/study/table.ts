import { resolve } from 'node:path';
import { collect, FORMATS, plainVerdict, StudyFolder, tablesOf, verdictOf } from '@knotwork/studies';
import { notJudged, tablesAs } from '../errors.js';
import type { Output } from '../output.js';

/** Prints the tables of a study that was judged. */
export function printTables(dir: string, options: { readonly to?: string }, output: Output, cwd: string): void {
  const { to = 'text' } = options;
  if (!Object.hasOwn(FORMATS, to)) throw tablesAs(to, Object.keys(FORMATS));
  const folder = new StudyFolder(resolve(cwd, dir));
  const record = folder.readBegun();
  if (record.looks.at(-1)?.isJudged !== true) throw notJudged(dir);
  const verdict = verdictOf(record, collect(folder, record));
  output.say(FORMATS[to]!.write(tablesOf(verdict)).trimEnd());
  output.json(plainVerdict(verdict));
}
