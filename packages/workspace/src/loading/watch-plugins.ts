import { isKnotworkError } from '@knotwork/plugin';
import { endedTheProcess, failedUnwatched, nothingGoesOn } from './errors.js';
import { placeInPlugin, pluginsThatRan } from './plugin-places.js';

/** Node's exit status of a program whose last await never settles. */
const UNSETTLED = 13;

/** What a process does when something went wrong where nobody waits for it. */
export interface Watcher {
  /** Something was thrown in a timer, a listener or a promise. Told once; what follows is of the same cause. @param error the plugin's failure, where it is one */
  failed(error: unknown): void;
  /** The process ends before its work is done. @param error why @returns the exit status; nothing that is asynchronous happens any more */
  ends(error: unknown): number;
}

/** Takes care of what plugins do behind the back of whoever called them, for a program that is a command of its own. */
export function watchPlugins(watcher: Watcher): void {
  let isFailed = false;
  const failed = (thrown: unknown): void => {
    if (isFailed) return;
    isFailed = true;
    watcher.failed(blamed(thrown));
  };
  process.on('uncaughtException', failed).on('unhandledRejection', failed);
  process.on('exit', () => {
    // Who called process.exit is still on the stack.
    const called = new Error('process.exit');
    const place = placeInPlugin(called);
    const ran = pluginsThatRan();
    if (place !== null) process.exitCode = watcher.ends(endedTheProcess(place.plugin, called));
    else if (process.exitCode === UNSETTLED && ran.length > 0) process.exitCode = watcher.ends(nothingGoesOn(ran));
  });
}

/** What was thrown, as the failure of a plugin where a line of one threw it, or where nothing says who did and plugins ran. */
function blamed(thrown: unknown): unknown {
  if (isKnotworkError(thrown)) return thrown;
  const place = placeInPlugin(thrown);
  if (place !== null) return failedUnwatched([place.plugin], thrown);
  const ran = pluginsThatRan();
  return thrown instanceof Error || ran.length === 0 ? thrown : failedUnwatched(ran, thrown);
}
