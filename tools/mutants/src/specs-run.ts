import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How specs ended. */
export interface SpecsRun {
  /** The first test that failed, or what else did; null where all passed. */
  readonly failure: string | null;
  /** Files whose tests passed, relative to the package. */
  readonly files: readonly string[];
}

/** What the reporter writes: a spec that passed, or what failed first. */
type ReportLine = { readonly file: string; readonly passed: number } | { readonly file: string; readonly failure: string };

/** The failure of specs that are not there. */
export const NO_TESTS = 'no test ran';

const jest = join(dirname(createRequire(import.meta.url).resolve('jest/package.json')), 'bin/jest.js');
const reporter = fileURLToPath(new URL('../first-failure.mjs', import.meta.url));

/** Runs specs of a package until a test fails, in one process. @param files parts of their paths, all if none @param seconds after which they have failed */
export async function specsRun(folder: string, files: readonly string[], seconds: number): Promise<SpecsRun> {
  const report = join(folder, 'out-tsc/mutants-report');
  rmSync(report, { force: true });
  mkdirSync(dirname(report), { recursive: true });
  // Jest takes words after --reporters for more of them.
  const args = [jest, `--reporters=${reporter}`, '--ci', '--runInBand', '--passWithNoTests', `--cacheDirectory=${join(folder, 'out-tsc/jest')}`, ...files];
  const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning', KNOTWORK_MUTANTS_REPORT: report };
  const status = await statusOf(spawn(process.execPath, args, { cwd: folder, env, stdio: 'ignore', detached: true }), seconds);
  const lines = existsSync(report) ? readFileSync(report, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as ReportLine) : [];
  const failed = lines.map((line) => ('failure' in line ? `${basename(line.file)}: ${line.failure}` : null)).find((line) => line !== null);
  const passed = lines.flatMap((line) => ('passed' in line && line.passed > 0 ? [relative(folder, line.file)] : []));
  const ended = status === 0 ? null : status === 'late' ? `not done after ${Math.round(seconds)} s` : `jest ended with ${status}`;
  return { failure: failed ?? ended ?? (passed.length === 0 ? NO_TESTS : null), files: passed };
}

/** Waits for a process, ends it with all its children when its time is over, and its children with it in any case. */
function statusOf(child: ReturnType<typeof spawn>, seconds: number): Promise<number | string> {
  return new Promise((resolve, reject) => {
    const end = (): void => { try { process.kill(-child.pid!, 'SIGKILL'); } catch { /* All have ended. */ } };
    let isLate = false;
    const late = setTimeout(() => { isLate = true; end(); }, 1000 * seconds);
    // Before the copy that it works in is removed.
    process.prependOnceListener('exit', end);
    child.on('error', reject).on('close', (status, signal) => {
      clearTimeout(late);
      process.off('exit', end);
      end();
      resolve(isLate ? 'late' : status ?? signal ?? 'no status');
    });
  });
}
