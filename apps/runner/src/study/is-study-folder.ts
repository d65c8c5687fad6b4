import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The file that makes a folder that of a study. */
export const STUDY = 'study.json';

/** Whether a folder is that of a study. @param folder as it was typed, from `cwd` */
export function isStudyFolder(folder: string, cwd: string): boolean { return existsSync(join(resolve(cwd, folder), STUDY)); }

/** Names of the archives of packed trials in the folder of a study. */
export function archivesOf(study: string): readonly string[] { return readdirSync(study).filter((name) => /^trials-\d+\.zip$/.test(name)); }
