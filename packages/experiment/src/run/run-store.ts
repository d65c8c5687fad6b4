/** Names of the files of a run. */
export const FILES = {
  run: 'run.json', metrics: 'metrics.jsonl', network: 'network.json', parameters: 'network.safetensors', result: 'result.json', timing: 'timing.json',
  checkpoint: 'checkpoint.json', evaluation: 'evaluation.npz', picture: 'network.svg', solution: 'solution.svg',
  // In place of a run, where the network came from another program.
  imported: 'import.json',
} as const;

/** Where a run keeps a copy of the saved network that it began with, so that nothing outside of its folder is needed to go on. */
export const START = 'start';
/** How inputs were made of columns, beside a network that lies there without a `run.json`. */
export const ENCODING = 'encoding.json';
/** Names of the files there: those of a network, and how its inputs were made of columns. */
export const START_FILES = { network: `${START}/${FILES.network}`, parameters: `${START}/${FILES.parameters}`, encoding: `${START}/${ENCODING}` } as const;

/** The folder of the members' folders, in a run of several networks. */
export const MEMBERS = 'members';
/** What the folder of a member may hold, its checkpoint first. */
export const MEMBER_FILES: readonly string[] = [FILES.checkpoint, FILES.network, FILES.parameters];
/** The name of a file of a member. @param member from 1 */
export const memberFile = (member: number, name: string): string => `${MEMBERS}/${member}/${name}`;

/**
 * What a place of a run holds. `completed`: there is a result that a repetition would give again; it may be that training diverged.
 * `unfinished`: a run was begun, and killed, interrupted or failed.
 */
export type RunStatus =
  | { readonly state: 'absent' | 'unfinished' }
  /** `finished`: ISO date, or null when timing.json is gone. */
  | { readonly state: 'completed'; readonly finished: string | null };

/** Where one run is kept, open for writing by nobody else. What was written is safe when a method returns. */
export interface RunStore {
  status(): RunStatus;
  /** What `begin` wrote, or null. */
  readRun(): Readonly<Record<string, unknown>> | null;
  /** A file by its name, or null. */
  read(name: string): Uint8Array | null;
  /** Writes `run.json`, before the first step. It is never changed afterwards: where it exists, the content must be the same. */
  begin(run: object): void;
  /** Writes `run.json` of the same run again: a later start that goes on may have other overrides to the same effect, another name or a newer Node. */
  resume(run: object): void;
  /** Appends one line to `metrics.jsonl`. */
  append(event: object): void;
  /** Replaces a file as a whole. @param name one of `FILES` or `START_FILES`, or that of a `memberFile` */
  writeAtomically(name: string, content: string | Uint8Array): void;
  /** Writes `timing.json`, with the date added as `finished`, and then `result.json`, whose presence ends the run; its checkpoints are removed. */
  finish(result: object, timing: object, date: Date): void;
  /** Removes what an earlier run left; files that the store does not know stay. @param keep names of files that stay as they are */
  clear(keep?: readonly string[]): void;
  /** Ends writing. A second call does nothing. */
  dispose(): void;
}
