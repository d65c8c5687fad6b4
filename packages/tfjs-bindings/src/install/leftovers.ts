import { readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

const PARTIAL = /\.partial-(.*)-(\d+)$/;

/** A name for what is not whole: it says which process is at work on it. */
export const leftoverName = (name: string): string => `${name}.partial-${hostname()}-${process.pid}`;

/** Removes what processes of this machine left that are gone. */
export function sweep(folder: string): void {
  for (const name of namesIn(folder)) {
    const [, host, pid] = PARTIAL.exec(name) ?? [];
    if (host === hostname() && pid !== undefined && !isAlive(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** The process of this machine that is at work on something below a folder, besides this one; null for none. */
export function whoWorksIn(folder: string): number | null {
  const pids = namesIn(folder).flatMap((name) => {
    const [, host, pid] = PARTIAL.exec(name) ?? [];
    return host === hostname() && pid !== undefined && Number(pid) !== process.pid && isAlive(Number(pid)) ? [Number(pid)] : [];
  });
  return pids[0] ?? null;
}

function namesIn(folder: string): string[] {
  try { return readdirSync(folder); } catch (error) { if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; }
  return [];
}

function isAlive(pid: number): boolean {
  try { process.kill(pid, 0); return true; } catch (error) { return (error as NodeJS.ErrnoException).code === 'EPERM'; }
}
