import type { HostileCase } from './hostile-case.js';
import type { Tried } from './report.js';
import { verdict } from './verdict.js';
import type { WatchedCommand } from './watched-command.js';

/** Checks a hostile file, and runs it as well where it is refused: a run must refuse it with the same words. */
export async function tryCase(hostile: HostileCase, command: WatchedCommand): Promise<Tried> {
  const takeOut = command.put(hostile);
  try {
    const checked = await command.run(['validate', ...hostile.args]);
    const of = (fault: string | null, answer = checked): Tried => ({
      hostile, fault, isRefused: typeof answer !== 'string' && answer.status === 2, seconds: typeof answer === 'string' ? 0 : answer.seconds, message: typeof answer === 'string' ? '' : answer.stderr,
    });
    const fault = verdict(checked);
    if (fault !== null || typeof checked === 'string' || checked.status !== 2 || hostile.number % 4 !== 0) return of(fault);
    const run = await command.run(['run', ...hostile.args, '--quiet']);
    const faultOfRun = verdict(run);
    if (faultOfRun !== null) return of(`run: ${faultOfRun}`, run);
    return of(typeof run !== 'string' && run.stderr === checked.stderr ? null : 'run refuses it in other words than validate', run);
  } finally {
    takeOut();
  }
}
