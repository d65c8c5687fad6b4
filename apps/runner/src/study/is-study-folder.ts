import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The file that makes a folder that of a study. */
export const STUDY = 'study.json';

/** Whether a folder is that of a study. @param folder as it was typed, from `cwd` */
export function isStudyFolder(folder: string, cwd: string): boolean { return existsSync(join(resolve(cwd, folder), STUDY)); }
