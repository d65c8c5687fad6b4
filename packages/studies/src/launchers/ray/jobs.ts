import { createHash } from 'node:crypto';
import type { WorkerProgram } from '../../run/workers.js';
import { workerCommand } from '../worker-command.js';

/** What a study file says of jobs. */
export interface RayOptions {
  readonly address?: string;
  readonly cpus: number;
  readonly memory?: string;
  readonly resources: Readonly<Record<string, number>>;
  readonly runtimeEnvironment: Readonly<Record<string, unknown>>;
  readonly node?: string;
  /** Names of environment variables, by the headers that they are the values of. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A job as the dashboard tells of it. */
export interface RayJob {
  readonly id: string;
  /** `PENDING`, `RUNNING`, `STOPPED`, `SUCCEEDED` or `FAILED`. */
  readonly status: string;
  readonly message: string;
  /** Whether it failed since there was no room for it in a quarter of an hour, or as long as Ray was told. */
  readonly isWaitedOut: boolean;
}

const OVER = new Set(['STOPPED', 'SUCCEEDED', 'FAILED']);
const WAITED_OUT = 'JOB_SUPERVISOR_ACTOR_START_TIMEOUT';
const UNITS = ['', 'K', 'M', 'G', 'T'];

export const isAlive = ({ status }: RayJob): boolean => !OVER.has(status);

/**
 * What ids of all jobs of a study begin with: so they are found again, and by nobody else.
 *
 * @param folder of the study, without links @param id that was drawn for it: folders of two machines may have one path
 */
export function jobPrefix(name: string, folder: string, id: string): string {
  return `knotwork-${name}-${createHash('sha256').update(`${folder}\n${id}`).digest('hex').slice(0, 10)}-`;
}

/** Those of a study among all that Ray knows. */
export function jobsOf(prefix: string, jobs: readonly RayJob[]): readonly RayJob[] {
  return jobs.filter(({ id }) => id.startsWith(prefix) && /^\d+$/.test(id.slice(prefix.length)));
}

/** Which of the jobs of its study it is: Ray takes no id twice, so they are counted. */
export const numberOf = (prefix: string, { id }: RayJob): number => Number(id.slice(prefix.length));

/** Jobs in an answer to GET /api/jobs/; null where it is something else. */
export function jobsIn(answer: string): readonly RayJob[] | null {
  try {
    const told: unknown = JSON.parse(answer);
    if (!Array.isArray(told)) return null;
    return (told as Readonly<Record<string, unknown>>[]).flatMap(({ submission_id: id, status, message, error_type: error }) => (
      // Programs that use Ray without a submission are told, too, and have no id.
      typeof id === 'string' && typeof status === 'string' ? [{ id, status, message: typeof message === 'string' ? message : '', isWaitedOut: error === WAITED_OUT }] : []));
  } catch {
    return null;
  }
}

/** What POST /api/jobs/ is told: a worker that takes the place of the shell of its job, which would keep signals to itself. */
export function jobRequest(id: string, study: string, program: WorkerProgram, options: RayOptions): Readonly<Record<string, unknown>> {
  const { cpus, memory, resources, runtimeEnvironment, node } = options;
  return {
    entrypoint: `exec ${workerCommand(program, node ?? process.execPath)}`, submission_id: id, entrypoint_num_cpus: cpus, metadata: { study },
    ...(memory === undefined ? {} : { entrypoint_memory: bytesOf(memory) }),
    ...(Object.keys(resources).length === 0 ? {} : { entrypoint_resources: resources }),
    ...(Object.keys(runtimeEnvironment).length === 0 ? {} : { runtime_env: runtimeEnvironment }),
  };
}

/** Of a size such as 2G. */
function bytesOf(size: string): number {
  const [, count, unit] = /^(\d+)([KMGT]?)$/.exec(size)!;
  return Number(count) * 1024 ** UNITS.indexOf(unit!);
}

/** What Ray itself writes into the log of a job. */
export const OF_RAY = /^Running entrypoint for job |\tINFO job_manager\.py:/;

/** What was wrong, of a traceback of Python or a text; it may have others within. */
export function wrongIn(text: string): string {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => /\w/.test(line));
  const named = lines.filter((line) => /^[\w.]*(Error|Exception)\b.*: /.test(line) && !line.endsWith('Traceback (most recent call last):'));
  return (named.at(-1) ?? lines.at(-1) ?? 'nothing').slice(0, 500);
}
