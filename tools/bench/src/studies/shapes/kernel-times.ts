import type { Program } from '@knotwork/plugin/engine';

/** Milliseconds of one step by name of the engine's kernel. */
export type KernelTimes = Readonly<Record<string, number>>;

/** What a program of an engine that times its kernels offers besides. */
export interface KernelProfile {
  start(): void;
  /** Milliseconds spent in each kernel since `start`. */
  stop(): Readonly<Record<string, number>>;
}

/** A program that may have a profile; timing kernels costs time, so that it is off until asked for. */
export type ProfiledProgram = Program & { readonly profile?: KernelProfile };

/** What became of the time of one step. */
export interface StepParts {
  readonly kernels: KernelTimes;
  /** Milliseconds of the whole step while kernels were timed. */
  readonly step: number;
}

/**
 * Runs steps with the kernels' clocks on.
 *
 * @param now in milliseconds
 * @returns null where the program offers no profile
 */
export async function stepParts(
  { profile }: ProfiledProgram, step: () => Promise<unknown>, steps: number, now: () => number = () => performance.now(),
): Promise<StepParts | null> {
  if (profile === undefined) return null;
  const from = now();
  profile.start();
  for (let k = 0; k < steps; k++) await step();
  const kernels = profile.stop();
  const took = now() - from;
  return { kernels: Object.fromEntries(Object.entries(kernels).map(([name, ms]) => [name, ms / steps])), step: took / steps };
}
