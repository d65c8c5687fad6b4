import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from '@knotwork/plugin/zod';
import { writeAtomically } from '@knotwork/workspace';
import { workersOfSlurmEnd } from '../../errors.js';
import { onDisk } from '../../on-disk.js';
import { defineLauncher, type LaunchContext, type LauncherDefinition } from '../launcher.js';
import { lastWordsIn } from '../last-words.js';
import { line } from '../line-option.js';
import { OpenTrials } from '../open-trials.js';
import { askedOf, batchScript, type SlurmOptions } from './batch-script.js';
import { type Execute, execute, type QueueState, SlurmQueue } from './queue.js';

/** Name of its folder, and of the file in it that tells of the job. */
const [FOLDER, JOB] = ['slurm', 'job'];
/** Arrays in a row none of whose workers ended a trial, after which it is no accident. */
const MOST_FRUITLESS = 3;

/** An array of jobs, each of them a worker. @param run starts Slurm's commands @param every milliseconds between looks at the queue */
export function slurmLauncher(run: Execute = execute, every = 2000): LauncherDefinition {
  return defineLauncher({
    name: 'slurm',
    summary: 'An array of jobs of Slurm, each of them a worker on one core; all that is done lies in the folder of the study, which all nodes have to see',
    options: z.strictObject({
      partition: line('Partition').optional(), account: line('Account').optional(), qos: line('Quality of service').optional(),
      time: z.union([z.int().min(1), z.string().regex(/^(\d+|\d+:\d\d(:\d\d)?|\d+-\d+(:\d\d){0,2})$/, 'must be a time of Slurm, such as 30 (minutes), 4:00:00 or 1-12')]).optional().describe('Most time of a worker; what is left over is done by others, or when the study is run again'),
      memory: z.string().regex(/^\d+[KMGT]?$/, 'must be a size of Slurm, such as 2G').default('2G').describe('Memory of a worker'),
      modules: z.array(line('Module')).default([]).describe('Environment modules that a worker loads'),
      container: line('Image of Apptainer that a worker runs in').optional(),
      node: line('Node.js on the nodes; the path of the one that runs the study when left out, node within a container').optional(),
      directives: z.array(z.string().regex(/^--[^\n\r]+$/, 'must be an option of sbatch, such as --nice=100')).default([]).describe('More options of sbatch'),
      notice: z.int().min(1).max(3600).default(60).describe('Seconds before its time is over at which a worker is told'),
    }),
    launch: (context, options) => launchArrays(context, options as SlurmOptions, new SlurmQueue(run), every),
    queue: (folder) => queueOf(jobIn(join(folder, FOLDER)), new SlurmQueue(run)),
  }) as unknown as LauncherDefinition;
}

/** @experimental */
export const slurm = slurmLauncher();

async function launchArrays(context: LaunchContext, options: SlurmOptions, queue: SlurmQueue, every: number): Promise<void> {
  const folder = join(context.folder, FOLDER);
  const file = join(folder, JOB);
  onDisk(folder, () => { mkdirSync(folder, { recursive: true }); });
  const open = new OpenTrials(context);
  for (let fruitless = 0; open.left().length > 0 && !context.signal.aborted;) {
    const before = open.done;
    const known = jobIn(folder);
    const isKnown = known !== null && isAlive(await queue.stateOf(known));
    const workers = Math.min(context.workers, open.left().length + (context.toCome ?? 0));
    const job = isKnown ? known : await queue.submit(batchScript(context.name, workers, context.program, context.folder, folder, options), askedOf(options));
    onDisk(file, () => { writeAtomically(file, `${job}\n`); });
    context.tell({ event: 'note', text: isKnown ? `job ${job} of Slurm is there already, with the workers that it was given` : `job ${job} of Slurm: ${workers} worker${workers === 1 ? '' : 's'}; logs in ${folder}` });
    await whileAlive(job, queue, every, context.signal, () => open.left().length > 0);
    // Workers that wait, and jobs that wait for a node, have nothing more to do.
    await queue.cancel(job);
    onDisk(file, () => { rmSync(file, { force: true }); });
    if (context.signal.aborted) return;
    fruitless = open.done > before ? 0 : fruitless + 1;
    if (fruitless === MOST_FRUITLESS && open.left().length > 0) throw workersOfSlurmEnd(folder, lastWordsOf(folder, job));
  }
}

/** The array that was submitted last and is not known to be over; null where there is none. */
function jobIn(folder: string): string | null {
  const file = join(folder, JOB);
  return existsSync(file) ? onDisk(file, () => readFileSync(file, 'utf8').trim()) || null : null;
}

async function queueOf(job: string | null, queue: SlurmQueue): Promise<string | null> {
  if (job === null) return null;
  const state = await queue.stateOf(job);
  return `job ${job} of Slurm: ${state === null ? 'the queue does not answer' : `${state.running} running, ${state.waiting} waiting`}`;
}

const isAlive = (state: QueueState | null): boolean => state === null || state.running + state.waiting > 0;

async function whileAlive(job: string, queue: SlurmQueue, every: number, signal: AbortSignal, isWanted: () => boolean): Promise<void> {
  do await wait(every, undefined, { signal }).catch(() => undefined);
  while (!signal.aborted && isWanted() && isAlive(await queue.stateOf(job)));
}

/** What a worker said last; null where none said anything. */
function lastWordsOf(folder: string, job: string): string | null {
  const logs = onDisk(folder, () => readdirSync(folder).filter((name) => name.startsWith(`${job}_`)).map((name) => readFileSync(join(folder, name), 'utf8')));
  return logs.map((log) => lastWordsIn(log)).find((words) => words !== null) ?? null;
}
