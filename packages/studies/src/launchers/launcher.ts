import { called, defineKind, type Definition, type OptionsOf, type OptionsSchema } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import type { WorkEvent } from '../run/work.js';
import type { WorkerProgram } from '../run/workers.js';

/** What is to be worked on, as a launcher sees it. */
export interface LaunchContext {
  /** Name of the study, for queues. */
  readonly name: string;
  /** Its folder, an absolute path. A launcher may keep files in a folder below it that is called as the launcher. */
  readonly folder: string;
  /** What a worker runs: it claims trials by itself, and stays until all are done. */
  readonly program: WorkerProgram;
  readonly workers: number;
  /** Trials that were not done when it was called; where arms are stopped in rounds those that have come since, too: to be asked for again and again. */
  readonly trials: readonly string[];
  /** How many there are going to be besides, once a round is over; 0 when left out. */
  readonly toCome?: number;
  /** Aborted to end all workers. */
  readonly signal: AbortSignal;
  /** How a trial ended; null where it has not. */
  endOf(trial: string): Extract<WorkEvent, { event: 'ended' }> | null;
  /** To be told of trials that began and ended, and of whatever else people should know. */
  tell(event: WorkEvent): void;
  /** What a trial is called in messages. */
  place(trial: string): string;
}

/**
 * Starts workers, waits until all trials are done and ends what it started. It decides nothing: which trial is whose, and what came of it, is in the folder of the study. @experimental
 */
export interface LauncherDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'launcher', S> {
  /**
   * Returns when all trials are done, when no worker is left that could do them (it is then called again), or when the signal ended it.
   * @throws KnotworkError `environment` where workers cannot be started, or die for nothing
   */
  launch(context: LaunchContext, options: OptionsOf<S>): Promise<void>;
  /**
   * What a queue says at the moment of the workers of a study, as one line for people: `job 41 of Slurm: 3 running, 2 waiting`. Null where there are none. Cost: one question to the queue.
   *
   * @param folder of the study @throws never: a queue that does not answer is told in words
   */
  queue?(folder: string): Promise<string | null>;
}

declare module '@knotwork/plugin' {
  interface DefinitionOf { launcher: LauncherDefinition }
}

/** The kind of launchers. */
export const launcherKind = defineKind<LauncherDefinition>({
  name: 'launcher',
  about: 'Launchers start the workers of a study: `launcher` of a study file, or --launcher. Experimental: plugin packages should not count on this kind.',
  parts: { launch: called, queue: called.optional() },
  returns: { launch: z.undefined(), queue: z.string().nullable() },
});

/** Declares a launcher. @experimental */
export function defineLauncher<S extends OptionsSchema>(launcher: Omit<LauncherDefinition<S>, 'kind'>): LauncherDefinition<S> {
  return launcherKind.define<LauncherDefinition<S>>(launcher);
}
