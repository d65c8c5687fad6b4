import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answer } from './command-worker.js';
import { EVERYDAY_DATA } from './everyday-files.js';
import type { HostileCase } from './hostile-case.js';

/** How the worker is started: compiled, or from source as tests do. */
export interface Program {
  /** Options of Node. */
  readonly options: readonly string[];
  readonly worker: string;
  /** The module that has `runCommand`. */
  readonly command: string;
}

const require = createRequire(import.meta.url);
/** As it was built. */
export const builtProgram: Program = {
  options: [], worker: join(dirname(fileURLToPath(import.meta.url)), 'command-worker.js'), command: join(dirname(require.resolve('knotwork/package.json')), 'dist/run-command.js'),
};

/** Seconds of the wall after which whoever has not answered is taken to hang. */
const PATIENCE = 30;

/** A process that runs command lines in a folder of its own, with somebody who ends it when it does not answer. */
export class WatchedCommand {
  readonly folder = mkdtempSync(join(tmpdir(), 'knotwork-hostile-'));
  private child: ChildProcess | null = null;
  private readonly stop = (): void => { this.child?.kill('SIGKILL'); };

  constructor(private readonly program: Program, private readonly patience = PATIENCE) {
    mkdirSync(join(this.folder, 'data'));
    for (const [name, content] of Object.entries(EVERYDAY_DATA)) writeFileSync(join(this.folder, name), content);
    process.once('exit', this.stop);
  }

  /** Puts the files of a case into the folder. @returns what takes them out again */
  put({ files }: Pick<HostileCase, 'files'>): () => void {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(this.folder, name), content);
    return () => {
      for (const name of Object.keys(files)) {
        rmSync(join(this.folder, name));
        if (Object.hasOwn(EVERYDAY_DATA, name)) writeFileSync(join(this.folder, name), EVERYDAY_DATA[name]!);
      }
    };
  }

  /** Runs one command line. @returns how it ended, or in words why there is no answer */
  async run(args: readonly string[]): Promise<Answer | string> {
    const child = this.child ?? await this.started();
    return new Promise((resolve) => {
      const done = (answer: Answer | string): void => {
        clearTimeout(timer);
        child.off('message', done).off('exit', ended);
        if (typeof answer === 'string') this.child = null;
        resolve(answer);
      };
      const ended = (status: number | null, signal: string | null): void => { done(`the process ended with ${status ?? signal!}`); };
      const timer = setTimeout(() => { child.off('exit', ended); child.kill('SIGKILL'); done(`no answer in ${this.patience} s`); }, 1000 * this.patience);
      child.on('message', done).on('exit', ended);
      child.send([...args]);
    });
  }

  dispose(): void {
    process.off('exit', this.stop);
    this.child?.disconnect();
    this.child = null;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private started(): Promise<ChildProcess> {
    const { options, worker, command } = this.program;
    // Options of Node that tests need are not for the command.
    const { NODE_OPTIONS: _, ...env } = process.env;
    const child = this.child = fork(worker, [command], { cwd: this.folder, execArgv: [...options], env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let said = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => { said += text; });
    return new Promise((resolve, reject) => {
      const failed = (): void => { reject(new Error(`The worker cannot be started: ${said.trim().split('\n')[0] ?? ''}`)); };
      child.once('exit', failed).once('message', () => { child.off('exit', failed); resolve(child); });
    });
  }
}
