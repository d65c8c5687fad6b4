import { readRunFile } from '@knotwork/workspace';
import { STUDY_FILES, type StudyFolder } from '../run/study-folder.js';
import type { StudyRecord } from '../run/study-record.js';
import { collect } from './collect.js';
import { type Verdict, VERDICT_SCHEMA, verdictOf } from './verdict.js';

/** Keys whose values are words, whatever they say. */
const WORDS: ReadonlySet<string> = new Set(['name', 'arm', 'baseline', 'set', 'study', 'metric', 'on', 'registered', 'reach', 'says', 'refused']);

/**
 * What was said when a study was judged. Bootstrapped intervals of many seeds take long, so that it is not judged once more to be shown.
 *
 * @returns undefined for one that was not judged
 * @throws KnotworkError `environment` for a damaged file
 */
export function judgedVerdict(folder: StudyFolder, record: StudyRecord): Verdict | undefined {
  if (record.looks.at(-1)?.isJudged !== true) return undefined;
  return storedVerdict(folder, record) ?? verdictOf(record, collect(folder, record));
}

/** The verdict that lies in the folder; null where it is none of this plan, or other code wrote it. */
function storedVerdict({ path }: StudyFolder, { registered, looks }: StudyRecord): Verdict | null {
  const bytes = readRunFile(path, STUDY_FILES.verdict);
  if (bytes === null) return null;
  let verdict: Partial<Verdict> | null;
  try {
    verdict = JSON.parse(new TextDecoder().decode(bytes), (key, value: unknown) => ((value === 'Infinity' || value === '-Infinity') && !WORDS.has(key) ? Number(value) : value)) as Partial<Verdict> | null;
  } catch {
    return null;
  }
  return verdict?.schema === VERDICT_SCHEMA && verdict.registered === registered && verdict.look === looks.length ? verdict as Verdict : null;
}
