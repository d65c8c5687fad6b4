import { KnotworkError } from '@knotwork/plugin';

export function noRun(place: string): KnotworkError {
  return new KnotworkError('input', `${place} is no folder of a run: it has neither run.json nor network.json. Give one such as runs/NAME/ID; "knotwork list" shows those there are.`);
}
