import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { stableJson } from '@knotwork/experiment';
import * as z from '@knotwork/plugin/zod';
import { writeAtomically } from '@knotwork/workspace';
import { workersOfRayEnd } from '../../errors.js';
import { onDisk } from '../../on-disk.js';
import { defineLauncher, type LaunchContext, type LauncherDefinition } from '../launcher.js';
import { lastWordsIn } from '../last-words.js';
import { line } from '../line-option.js';
import { OpenTrials } from '../open-trials.js';
import { ADDRESS, addressOf, Dashboard, type Environment, headersOf, PATIENCE, type Patience } from './dashboard.js';
import { isAlive, jobPrefix, jobRequest, jobsOf, numberOf, OF_RAY, type RayJob, type RayOptions, wrongIn } from './jobs.js';

/** Names of its folder, of the file in it that tells studies apart, and of the one that says where jobs are as long as there may be any. */
const [FOLDER, ID, CLUSTER] = ['ray', 'id', 'cluster.json'];
/** Times that all workers may be begun without a trial that ends, after which it is no accident. */
const MOST_FRUITLESS = 3;
/** Looks in a row with jobs that all wait for room, after which people are told. */
const LOOKS_OF_WAITING = 15;

/** What may differ in tests. */
export interface RayCircumstances {
  readonly environment?: Environment;
  /** Milliseconds between looks at jobs. */
  readonly every?: number;
  readonly patience?: Patience;
}

/** A job for each worker. */
export function rayLauncher({ environment = process.env, every = 2000, patience = PATIENCE }: RayCircumstances = {}): LauncherDefinition {
  return defineLauncher({
    name: 'ray',
    summary: 'Jobs of Ray, each of them a worker; all that is done lies in the folder of the study, which all nodes have to see',
    options: z.strictObject({
      address: z.string().regex(ADDRESS, 'must be http://HOST:PORT or https://..., without a user or password').optional().describe('Address of the dashboard; what RAY_API_SERVER_ADDRESS or RAY_ADDRESS say when left out, or http://127.0.0.1:8265'),
      cpus: z.number().min(0).default(1).describe('Cores that Ray keeps for a worker, which computes on one'),
      memory: z.string().regex(/^[1-9]\d*[KMGT]?$/, 'must be a size, such as 2G').optional().describe('Memory that Ray keeps for a worker'),
      resources: z.record(z.string(), z.number().positive()).default({}).describe('Other resources that Ray keeps for a worker, by their names'),
      runtimeEnvironment: z.record(z.string(), z.unknown()).default({}).describe("Ray's runtime_env of jobs, such as env_vars, as Ray wants it"),
      node: line('Node.js on the nodes; the path of the one that runs the study when left out').optional(),
      headers: z.record(z.string().regex(/^[\w-]+$/, 'must be the name of a header'), z.string().regex(/^[A-Z_][A-Z0-9_]*$/, 'must be the name of an environment variable, in capital letters')).default({})
        .describe('Environment variables that hold values of headers, such as Authorization: RAY_AUTHORIZATION'),
    }),
    launch: (context, options) => launchJobs(context, options as RayOptions, environment, every, patience),
    queue: (folder) => queueOf(folder, environment, patience),
  }) as unknown as LauncherDefinition;
}

/** @experimental */
export const ray = rayLauncher();

async function launchJobs(context: LaunchContext, options: RayOptions, environment: Environment, every: number, patience: Patience): Promise<void> {
  const { name, folder } = context;
  const cluster = { name, address: addressOf(options.address, environment), headers: options.headers };
  const dashboard = new Dashboard(cluster.address, headersOf(cluster.headers, environment), patience);
  await dashboard.requireThere();
  const jobs = new Jobs(context, options, dashboard, prefixOf(folder, name));
  const file = join(folder, FOLDER, CLUSTER);
  onDisk(file, () => { writeAtomically(file, stableJson(cluster)); });
  let areStopped = false;
  try {
    await keepWorkers(context, jobs, every);
  } finally {
    areStopped = await jobs.stopAll();
  }
  if (areStopped) onDisk(file, () => { rmSync(file, { force: true }); });
}

/** Of all its jobs; what tells it from other studies is drawn when it is first launched. */
function prefixOf(study: string, name: string): string {
  const [folder, file] = [join(study, FOLDER), join(study, FOLDER, ID)];
  return onDisk(file, () => {
    if (!existsSync(file)) {
      mkdirSync(folder, { recursive: true });
      writeAtomically(file, `${randomBytes(8).toString('hex')}\n`);
    }
    return jobPrefix(name, realpathSync(study), readFileSync(file, 'utf8').trim());
  });
}

/** What Ray says of the workers of a study that was launched and has not come to its end. */
async function queueOf(study: string, environment: Environment, patience: Patience): Promise<string | null> {
  try {
    const { name, address, headers } = JSON.parse(readFileSync(join(study, FOLDER, CLUSTER), 'utf8')) as { name: string; address: string; headers: RayOptions['headers'] };
    const prefix = prefixOf(study, name);
    const seen = await new Dashboard(address, headersOf(headers, environment), { ...patience, others: patience.first }).jobs();
    if ('silent' in seen) return `jobs ${prefix}* of Ray: the dashboard at ${address} does not answer (${seen.silent})`;
    const alive = jobsOf(prefix, seen.jobs).filter(isAlive);
    const waiting = alive.filter(({ status }) => status === 'PENDING').length;
    return `jobs ${prefix}* of Ray: ${alive.length - waiting} running, ${waiting} waiting`;
  } catch (error) {
    return (error as { code?: string }).code === 'ENOENT' ? null : `jobs of Ray: nobody can say (${(error as Error).message})`;
  }
}

/** Looks again and again, and begins workers in place of those that ended, until all trials are done. */
async function keepWorkers(context: LaunchContext, jobs: Jobs, every: number): Promise<void> {
  const open = new OpenTrials(context);
  for (let done = 0; !context.signal.aborted; await rest(every, context.signal)) {
    const seen = await jobs.look();
    // Later than the look: a worker that ended since all is done is no reason for another.
    const left = open.left().length;
    if (left === 0) break;
    if (open.done > done) jobs.begunForNothing = 0;
    done = open.done;
    if (seen !== null) await jobs.keep(Math.min(context.workers, left + (context.toCome ?? 0)), seen);
  }
  // Workers see for themselves that all is done.
  await rest(every, context.signal);
}

const rest = (every: number, signal: AbortSignal): Promise<void> => wait(every, undefined, { signal }).catch(() => undefined);

/** The jobs of a study. */
class Jobs {
  /** How many were begun since a trial ended. */
  begunForNothing = 0;
  private isFirst = true;
  private isSilent = false;
  private waiting = 0;
  /** Why the last one was not taken; null where it was. */
  private refusal: string | null = null;
  /** Those that Ray had no room for. */
  private readonly forgiven = new Set<string>();

  constructor(private readonly context: LaunchContext, private readonly options: RayOptions, private readonly dashboard: Dashboard, private readonly prefix: string) {}

  /** Null where the dashboard does not answer at the moment, which is no sign of death. */
  async look(): Promise<readonly RayJob[] | null> {
    const seen = await this.dashboard.jobs();
    if ('silent' in seen) {
      if (!this.isSilent) this.note(`the dashboard of Ray at ${this.dashboard.address} does not answer (${seen.silent}); workers go on, and it is asked again`);
      this.isSilent = true;
      return null;
    }
    this.isSilent = false;
    return jobsOf(this.prefix, seen.jobs);
  }

  /** Begins as many as are missing. @throws KnotworkError `environment` where they end again and again for nothing */
  async keep(wanted: number, jobs: readonly RayJob[]): Promise<void> {
    const alive = jobs.filter(isAlive);
    if (this.isFirst && alive.length > 0) this.note(`${alive.length} job${alive.length === 1 ? ' of Ray is' : 's of Ray are'} there already: ${alive.map(({ id }) => id).join(', ')}`);
    this.isFirst = false;
    this.tellOfWaiting(alive);
    const missing = wanted - alive.length;
    if (missing <= 0) return;
    // Those for which there was no room have done nothing wrong.
    const waitedOut = jobs.filter((job) => job.isWaitedOut && !this.forgiven.has(job.id));
    for (const { id } of waitedOut) this.forgiven.add(id);
    this.begunForNothing = Math.max(0, this.begunForNothing - waitedOut.length);
    if (this.begunForNothing + missing > MOST_FRUITLESS * this.context.workers) {
      if (alive.length > 0) return;
      throw workersOfRayEnd(this.dashboard.address, this.refusal ?? await this.lastWords(jobs));
    }
    await this.begin(missing, 1 + Math.max(0, ...jobs.map((job) => numberOf(this.prefix, job))));
  }

  /** Ends all that are alive. @returns whether it was heard */
  async stopAll(): Promise<boolean> {
    const seen = await this.dashboard.jobs();
    if ('silent' in seen) return false;
    await Promise.all(jobsOf(this.prefix, seen.jobs).filter(isAlive).map(({ id }) => this.dashboard.stop(id)));
    return true;
  }

  private async begin(count: number, first: number): Promise<void> {
    const begun: string[] = [];
    for (let number = first; number < first + count && !this.context.signal.aborted; number++) {
      const id = `${this.prefix}${number}`;
      const { isTaken, said } = await this.dashboard.submit(jobRequest(id, this.context.name, this.context.program, this.options));
      this.begunForNothing++;
      this.refusal = isTaken ? null : said;
      if (isTaken) begun.push(id);
    }
    if (begun.length > 0) this.note(`job${begun.length === 1 ? '' : 's'} of Ray: ${begun.join(', ')}; logs at ${this.dashboard.address}`);
  }

  private tellOfWaiting(alive: readonly RayJob[]): void {
    this.waiting = alive.length > 0 && alive.every(({ status }) => status === 'PENDING') ? this.waiting + 1 : 0;
    if (this.waiting === LOOKS_OF_WAITING) this.note(`no job of Ray runs yet; it says: ${alive[0]!.message}`);
  }

  /** What the last one said that failed. */
  private async lastWords(jobs: readonly RayJob[]): Promise<string | null> {
    const over = jobs.filter((job) => !isAlive(job)).sort((a, b) => numberOf(this.prefix, b) - numberOf(this.prefix, a));
    const last = over.find(({ status }) => status === 'FAILED') ?? over[0];
    if (last === undefined) return null;
    return lastWordsIn(await this.dashboard.log(last.id), OF_RAY) ?? (last.message === '' ? null : wrongIn(last.message));
  }

  private note(text: string): void { this.context.tell({ event: 'note', text }); }
}
