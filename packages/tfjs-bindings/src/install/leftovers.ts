import { readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

const PARTIAL = /\.partial-(.*)-(\d+)$/;

/** A name for what is not whole: it says which process is at work on it. */
export const leftoverName = (name: string): string => `${name}.partial-${hostname()}-${process.pid}`;

/** Removes what processes of this machine left that are gone. */
export function sweep(folder: string): void {
  let names: string[] = [];
  try { names = readdirSync(folder); } catch (error) { if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; }
  for (const name of names) {
    const [, host, pid] = PARTIAL.exec(name) ?? [];
    if (host === hostname() && pid !== undefined && !isAlive(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try { process.kill(pid, 0); return true; } catch (error) { return (error as NodeJS.ErrnoException).code === 'EPERM'; }
}
