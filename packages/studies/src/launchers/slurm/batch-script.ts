import type { WorkerProgram } from '../../run/workers.js';
import { quoted, workerCommand } from '../worker-command.js';
import { inContainer } from './in-container.js';

/** What a study file says of jobs. */
export interface SlurmOptions {
  readonly partition?: string;
  readonly account?: string;
  readonly qos?: string;
  readonly time?: string | number;
  readonly memory: string;
  readonly modules: readonly string[];
  readonly container?: string;
  readonly node?: string;
  readonly directives: readonly string[];
  readonly notice: number;
}

/** What a cluster is asked for, as options of sbatch. */
export function askedOf({ partition, account, qos, time, memory }: SlurmOptions): string[] {
  return Object.entries({ partition, account, qos, time, mem: memory }).flatMap(([key, value]) => (value === undefined ? [] : [`--${key}=${value}`]));
}

/**
 * The script of an array of workers: each of them is a job of one core. Before its time is over it is told to end, writes how far it came, and is put back into the queue, so that the study
 * goes on though nobody waits for it.
 *
 * @param study folder that it is in @param folder in it, that logs go to
 */
export function batchScript(name: string, workers: number, program: WorkerProgram, study: string, folder: string, options: SlurmOptions): string {
  const { modules, container, node, directives, notice } = options;
  const command = container === undefined ? workerCommand(program, node ?? process.execPath) : contained(program, study, container, node);
  return [
    '#!/bin/bash',
    ...[`--job-name=knotwork-${name}`, `--array=1-${workers}`, '--ntasks=1', '--cpus-per-task=1', `--chdir=${quoted(folder)}`, '--output=%A_%a.log', '--open-mode=append', '--requeue', `--signal=B:USR1@${notice}`, ...askedOf(options), ...directives]
      .map((directive) => `#SBATCH ${directive}`),
    ...modules.map((module) => `module load ${quoted(module)} || exit 1`),
    'again=', 'trap \'again=yes; kill -TERM "$worker"\' USR1',
    // Slurm tells both the shell and the worker of the end of a job; the shell stays until the worker has ended.
    'trap : TERM',
    `${command} &`,
    'worker=$!', 'wait "$worker"', 'status=$?',
    'while [ "$status" -gt 128 ] && kill -0 "$worker" 2> /dev/null; do wait "$worker"; status=$?; done',
    '[ -z "$again" ] || scontrol requeue "$SLURM_JOB_ID"',
    'exit "$status"', '',
  ].join('\n');
}

/** A worker within an image, which sees Knotwork and the study beside what images see anyway. */
function contained(program: WorkerProgram, study: string, image: string, node = 'node'): string {
  const { program: within, folder } = inContainer(program);
  return workerCommand(within, node, ['apptainer', 'exec', '--bind', folder, '--bind', study, image]);
}
