import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process that holds leases. */
export interface Holder {
  /** Drawn when the process began: no other one has it, whatever numbers are used again. */
  readonly token: string;
  readonly pid: number;
  readonly host: string;
  /** Which start of which machine, and which of its tables of processes: only there a pid means something. Null where the system does not tell. */
  readonly place: string | null;
  /** When the process began, as its system counts. Null where it does not tell. */
  readonly began: string | null;
  /** Number or name of a job of the cluster, for people. */
  readonly job: string | null;
  readonly since: string;
}

const token = randomUUID();
const place = ((): string | null => {
  const boot = text('/proc/sys/kernel/random/boot_id');
  return boot === null ? null : `${boot.trim()} ${processesSeen()}`;
})();

/** This process. */
export function thisHolder(): Holder {
  return { token, pid: process.pid, host: hostname(), place, began: place === null ? null : statusOf('self')?.began ?? null, job: jobIn(process.env), since: new Date().toISOString() };
}

/** The job that a process is, as Slurm or Ray told it. */
export function jobIn(environment: Readonly<Record<string, string | undefined>>): string | null {
  const { SLURM_JOB_ID: slurm, RAY_JOB_CONFIG_JSON_ENV_VAR: ray } = environment;
  if (slurm !== undefined || ray === undefined) return slurm ?? null;
  try {
    const { metadata } = JSON.parse(ray) as { metadata?: { job_submission_id?: unknown } };
    return typeof metadata?.job_submission_id === 'string' ? metadata.job_submission_id : null;
  } catch {
    return null;
  }
}

/** Whether it is this process, this copy of the code. */
export const isOurs = (holder: Holder): boolean => holder.token === token;

/** Whether a holder has ended, as far as one can tell from here: null where nobody can. */
export function isAlive({ pid, host, place: where, began }: Holder): boolean | null {
  if (host !== hostname() || (where !== null && place !== null && where !== place)) return null;
  if (!isThere(pid)) return false;
  if (began === null || place === null) return true;
  const status = statusOf(pid);
  return status?.began === began && !ENDED.includes(status.state);
}

/** @returns null where the text is cut off or somebody else's */
export function holderIn(text: string): Holder | null {
  try {
    const read = JSON.parse(text) as Partial<Holder> | null;
    return typeof read?.pid === 'number' && typeof read.host === 'string' ? { token: '', place: null, began: null, job: null, since: 'an unknown time', ...read } as Holder : null;
  } catch {
    return null;
  }
}

/** A holder in words. */
export function describe(holder: Holder | null): string {
  if (holder === null) return 'another process';
  const who = holder.token === token ? 'this process' : `process ${holder.pid}`;
  return `${who}${holder.host === hostname() ? '' : ` of ${holder.host}`}${holder.job === null ? '' : `, job ${holder.job},`} since ${holder.since}`;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== 'ESRCH';
  }
}

/** States of processes that do nothing any more and are listed until somebody asks how they ended, which in a container may be never. */
const ENDED = ['Z', 'X'];

/** Fields 3 and 22 of /proc/PID/stat; what stands in brackets before them may hold anything. */
function statusOf(pid: number | 'self'): { readonly state: string; readonly began: string } | null {
  const [state, ...rest] = text(`/proc/${pid}/stat`)?.replace(/^.*\) /s, '').split(' ') ?? [];
  const began = rest[18];
  return state === undefined || began === undefined ? null : { state, began };
}

function processesSeen(): string {
  try { return readlinkSync('/proc/self/ns/pid'); } catch { return 'unknown'; }
}

function text(path: string): string | null {
  try { return readFileSync(path, 'utf8'); } catch { return null; }
}
