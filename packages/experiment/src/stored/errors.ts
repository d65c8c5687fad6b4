import { KnotworkError } from '@knotwork/plugin';

/** @param begun what else can be done, where a stage of the first of several networks is finished */
export function noNetwork(place: string, file: string, isRun: boolean, begun: string): KnotworkError {
  const remedy = isRun ? `Its run has not finished yet: let it go on with the command that began it${begun}` : 'Give the folder of a run, such as runs/NAME/ID; "knotwork run FILE" makes one';
  return new KnotworkError('input', `${place} has no ${file}. ${remedy}.`);
}

export function brokenFile(place: string, file: string, what: string): KnotworkError {
  return new KnotworkError('input', `${file} of ${place} is damaged: it ${what}. Make the run again with --again.`);
}
