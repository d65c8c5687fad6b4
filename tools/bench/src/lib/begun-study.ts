import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { standardPackages } from '@knotwork/standard';
import { prepareStudy, type PreparedStudy, readStudy, studyCatalog, StudyFolder } from '@knotwork/studies';
import { FileComposer, sha256 } from '@knotwork/workspace';

/** Writes a study down as its command does, and starts nothing. @param file of a study whose base stands in it @param out its folder */
export async function begunStudy(file: string, out: string): Promise<PreparedStudy> {
  const read = readStudy(readFileSync(file, 'utf8'), file, studyCatalog());
  const folder = new StudyFolder(out);
  const base = { file: basename(file), folder: dirname(file), text: read.written.base };
  const prepared = await prepareStudy({ file: read, base, folder, composer: new FileComposer(await standardPackages()), digest: { sha256 }, mixedVersions: false });
  folder.make();
  folder.write(prepared.record);
  return prepared;
}
