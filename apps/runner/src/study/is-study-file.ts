import { readFileSync } from 'node:fs';
import { isStudyText } from '@knotwork/workspace';

/** Whether a file is a study's. One that cannot be read is told by whoever needs it. */
export function isStudyFile(path: string): boolean {
  try {
    return isStudyText(readFileSync(path, 'utf8'));
  } catch {
    return false;
  }
}
