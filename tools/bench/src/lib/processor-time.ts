import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Ticks of `/proc` in a second, on every Linux. */
const TICKS = 100;

/** Whether {@link processorTime} works here: only Linux has `/proc`. */
export const hasProcessorTime = existsSync('/proc/self/stat');

/**
 * Processor time of a process with all its threads and of the processes that it started, those that ended and were waited for, too: user and system, in seconds, to 0.01.
 *
 * @returns null where there is no such process, or no `/proc`
 */
export function processorTime(pid: number): number | null {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name, in parentheses, may have blanks in it; utime, stime, cutime and cstime are fields 14 to 17, the third comes after the name.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const own = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS;
  return childrenOf(pid).reduce((sum, child) => sum + (processorTime(child) ?? 0), own);
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) => (read(`/proc/${pid}/task/${thread}/children`) ?? '').split(' ').filter((word) => word !== '').map(Number));
  } catch {
    return [];
  }
}

/** Processes end while they are looked at. */
function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
