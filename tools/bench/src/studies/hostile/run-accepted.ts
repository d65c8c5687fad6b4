import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { knotworkCommand } from '../../lib/knotwork-command.js';
import type { HostileCase } from './hostile-case.js';
import type { TriedRun } from './report.js';
import { verdictOfRun } from './verdict.js';
import type { WatchedCommand } from './watched-command.js';

/** Seconds after which a run is told to stop, and those that it has to end then, on a busy machine. */
const AFTER = 3;
const MOST = 10;

/** Runs a file that was accepted in a process of its own, and tells it to stop after a while: whatever it trains, it must not end as a defect. */
export async function runAccepted(hostile: HostileCase, command: WatchedCommand): Promise<TriedRun> {
  const takeOut = command.put(hostile);
  try {
    const child = spawn(process.execPath, [knotworkCommand, 'run', ...hostile.args, '--quiet', '--again', '--out', 'out'], { cwd: command.folder, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
    let told = Infinity;
    const stop = setTimeout(() => { told = performance.now(); child.kill('SIGINT'); }, 1000 * AFTER);
    const end = setTimeout(() => { child.kill('SIGKILL'); }, 1000 * (AFTER + MOST + 5));
    // One that is told before it listens is ended by the signal.
    const status = await new Promise<number>((resolve) => { child.on('close', (code, signal) => { resolve(code ?? 128 + constants.signals[signal!]); }); });
    clearTimeout(stop);
    clearTimeout(end);
    return { hostile, status, message: stderr, fault: verdictOfRun({ status, stderr }, Math.max(0, performance.now() - told) / 1000, MOST) };
  } finally {
    takeOut();
  }
}
