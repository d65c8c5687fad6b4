import { join } from 'node:path';
import { MEMBERS, type RunOutcome } from '@knotwork/experiment';
import { seconds } from './table.js';

/** Where a run was interrupted, after how long, and what is kept of it. @param experiment how many stages and members there are */
export function interruptedIn({ finished: { stages, members }, seconds: after, choosing }: Pick<RunOutcome, 'finished' | 'seconds' | 'choosing'>, experiment: { readonly members: number; readonly stages: readonly unknown[] }, folder: string): string {
  if (choosing !== undefined) return `the choice of widths after ${seconds(after)}; ${choosing.done === 0 ? 'none of its fits was done' : `${choosing.done} of ${choosing.of} fits ${choosing.done === 1 ? 'is' : 'are'} done`}.`;
  const isSingle = experiment.members === 1;
  const place = `stage ${stages + 1} of ${experiment.stages.length}${isSingle ? '' : ` of member ${members + 1} of ${experiment.members}`} after ${seconds(after)}`;
  if (members > 0) return `${place}; ${members === 1 ? 'the network of member 1 is' : `the networks of members 1 to ${members} are`} in ${join(folder, MEMBERS)}.`;
  return `${place}; ${stages === 0 ? 'no stage was finished' : `the network of stage ${stages} is in ${isSingle ? folder : join(folder, MEMBERS, '1')}`}.`;
}

/** What to type after an interruption. @param isAgain whether the command had --again */
export function howToGoOn({ goesOn }: Pick<RunOutcome, 'goesOn'>, isAgain: boolean): string {
  if (goesOn === null) return 'The same command starts over.';
  return `The same command${isAgain ? ' without --again' : ''} goes on ${goesOn}.`;
}
