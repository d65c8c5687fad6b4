import { StatusReader, StudyFolder } from '@knotwork/studies';

/** A study as the list of runs shows it. @param path its folder @throws KnotworkError `environment` for a damaged file */
export function listedStudy(path: string): { readonly id: string; readonly name: string; readonly state: string; readonly seconds: number } {
  const folder = new StudyFolder(path);
  const { study, trials, done, isJudged, secondsSpent } = new StatusReader(folder).read(Date.now());
  return { id: folder.readBegun().registered, name: study, state: isJudged && done === trials ? 'study, judged' : `study, ${done} of ${trials} trials`, seconds: secondsSpent };
}
