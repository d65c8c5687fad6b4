import { execFile } from 'node:child_process';
import { slurmRefused } from '../../errors.js';

/** Runs a command. @throws with what it said on standard error */
export type Execute = (command: string, args: readonly string[], input?: string) => Promise<string>;

export const execute: Execute = (command, args, input) => new Promise((resolve, reject) => {
  const child = execFile(command, [...args], { encoding: 'utf8', maxBuffer: 2 ** 26 }, (error, answer, said) => {
    if (error === null) resolve(answer);
    else reject(Object.assign(error, { said: said.trim() || error.message }));
  });
  child.stdin?.on('error', () => undefined).end(input ?? '');
});

/** States that a job does not leave. */
const OVER = new Set(['BOOT_FAIL', 'CANCELLED', 'COMPLETED', 'DEADLINE', 'FAILED', 'NODE_FAIL', 'OUT_OF_MEMORY', 'PREEMPTED', 'REVOKED', 'SPECIAL_EXIT', 'TIMEOUT']);

/** How many jobs of an array are where. */
export interface QueueState { readonly running: number; readonly waiting: number; readonly over: number }

/** What Slurm is asked and told. States come from `squeue -o`, which every version has. */
export class SlurmQueue {
  constructor(private readonly run: Execute = execute) {}

  /** @param asked options of what is to be told of a refusal @returns the number of the job @throws KnotworkError `environment` where Slurm refuses it, or is not there */
  async submit(script: string, asked: readonly string[]): Promise<string> {
    const answer = await this.run('sbatch', ['--parsable'], script).catch((error: unknown) => { throw slurmRefused('sbatch', saidBy(error), asked); });
    const job = answer.trim().split(';')[0]!;
    if (!/^\d+$/.test(job)) throw slurmRefused('sbatch', answer.trim());
    return job;
  }

  /** Of the jobs of an array; of one that Slurm has forgotten none. Null where it does not answer at the moment. */
  async stateOf(job: string): Promise<QueueState | null> {
    try {
      return stateIn(await this.run('squeue', ['--noheader', '--array', '--states=all', `--jobs=${job}`, '--format=%i|%T']));
    } catch (error) {
      return /invalid job id/i.test(saidBy(error)) ? { running: 0, waiting: 0, over: 0 } : null;
    }
  }

  /** What is over already is no matter. */
  async cancel(job: string): Promise<void> { await this.run('scancel', [job]).catch(() => undefined); }
}

export function stateIn(answer: string): QueueState {
  const states = answer.split('\n').flatMap((line) => line.split('|')[1]?.trim() ?? []);
  const [over, waiting] = [states.filter((state) => OVER.has(state)).length, states.filter((state) => ['PENDING', 'REQUEUED', 'REQUEUE_HOLD', 'REQUEUE_FED'].includes(state)).length];
  return { over, waiting, running: states.length - over - waiting };
}

const saidBy = (error: unknown): string => (error as { said?: string; message: string }).said ?? (error as Error).message;
