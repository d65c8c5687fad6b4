import type { Network } from '@knotwork/plugin';
import type { ChoiceProgress } from '../choice/choice-progress.js';
import type { Digest } from '../host/digest.js';
import { exactJson, parseExactJson } from '../json/exact-json.js';
import type { MetricsBySplit } from '../measure/measurement.js';
import type { StageStatus } from '../stages/stage.js';

/** A stage that has ended: what it says in result.json and in timing.json. */
export interface FinishedStage {
  readonly report: Readonly<Record<string, unknown>>;
  readonly timing: { readonly kind: string; readonly seconds: number };
}

/** A member of a run of several networks that has gone through the recipe. */
export interface FinishedMember {
  readonly network: Network;
  readonly status: StageStatus;
  readonly reason?: string;
  readonly finished: readonly FinishedStage[];
  /** Of its network, over all data sets, with the loss of the last stage of the recipe. */
  readonly metrics: MetricsBySplit;
}

/** How far a run has come: all that a later start needs to go on as if nothing had happened. */
export interface Checkpoint {
  /** Tells the code that computed all this; see `Provenance.code`. */
  readonly code: string | null;
  /** SHA-256 of the checkpoint of every member that is finished, in order: all else here is of the next one. Empty in a run of one network. */
  readonly members: readonly string[];
  /** Where widths are chosen: what is known so far, or what came of it; null where the file says them, and before the first fit. */
  readonly choice: ChoiceProgress | null;
  /** Stages that have ended, in order: the next one has their number as its index. */
  readonly finished: readonly FinishedStage[];
  /** The network of the last of them. */
  readonly network: Network | null;
  /** How the last of them ended; after anything but `completed` no other follows. */
  readonly status: StageStatus;
  readonly reason?: string;
  /** What the next stage has saved of its own, if it was begun. */
  readonly within: Within | null;
  /** Seconds of work so far; work that was lost is not counted. */
  readonly seconds: number;
  /** How often the run was begun again and went on. */
  readonly resumptions: number;
}

/** An unfinished stage. */
export interface Within {
  /** Its own affair. */
  readonly progress: unknown;
  /** What it had done last, in words that follow "after". */
  readonly done: string;
  /** Seconds of work in this stage. */
  readonly seconds: number;
}

const SCHEMA = 1;

/** Where every run begins. */
export function startOf(code: string | null): Checkpoint {
  return { code, members: [], choice: null, finished: [], network: null, status: 'completed', within: null, seconds: 0, resumptions: 0 };
}

/** Content of checkpoint.json. */
export function checkpointText(checkpoint: Checkpoint, { sha256 }: Digest): string {
  const content = exactJson(checkpoint);
  return `{"schema":${SCHEMA},"sha256":"${sha256(content)}","content":${content}}\n`;
}

/**
 * Reads checkpoint.json.
 *
 * @param code what tells the code that runs now
 * @returns the checkpoint, or in words why it cannot be used
 */
export function readCheckpoint(bytes: Uint8Array, code: string | null, { sha256 }: Digest): Checkpoint | string {
  let file: { schema?: unknown; sha256?: unknown; content?: unknown } | null;
  try {
    file = JSON.parse(new TextDecoder().decode(bytes)) as typeof file;
  } catch {
    return damaged;
  }
  if (file?.schema !== SCHEMA) return 'checkpoint.json was written by another version of Knotwork; the run starts over';
  const content = JSON.stringify(file.content) as string | undefined;
  // A changed digit would go unnoticed and give another result.
  if (content === undefined || sha256(content) !== file.sha256) return damaged;
  const checkpoint = parseExactJson(content) as Checkpoint;
  if (code === null || checkpoint.code === null) return 'git does not know the source tree of Knotwork, so nobody can tell whether it has changed since the run was interrupted; it starts over';
  return checkpoint.code === code ? checkpoint : 'the code has changed since the run was interrupted; it starts over';
}

const damaged = 'checkpoint.json is damaged; the run starts over';

/** Content of the checkpoint of a member; its SHA-256 is kept by the run's. */
export const memberText = (member: FinishedMember): string => exactJson(member);

/** Reads the checkpoint of a member. @param known its SHA-256 @returns the member, or null when these are not the bytes that were written */
export function readMember(bytes: Uint8Array | null, known: string, { sha256 }: Digest): FinishedMember | null {
  if (bytes === null || sha256(bytes) !== known) return null;
  return parseExactJson(new TextDecoder().decode(bytes)) as FinishedMember;
}

/**
 * Where a run goes on, such as "after level 12 of stage 2/2 extend-grid", with "of member 3/5" where there are several.
 *
 * @param kinds of all its stages, @param count of its members
 */
export function placeReached(checkpoint: Checkpoint, kinds: readonly string[], count: number): string {
  const member = checkpoint.members.length;
  const { choice } = checkpoint;
  if (choice !== null && choice.chosen === null) return `after fit ${choice.done.length} of ${choice.fits} of those that choose the widths`;
  if (count > 1 && member === count) return `after member ${count}/${count}`;
  return `${stageReached(checkpoint, kinds)}${count > 1 ? ` of member ${member + 1}/${count}` : ''}`;
}

function stageReached({ finished, within }: Checkpoint, kinds: readonly string[]): string {
  const title = (k: number): string => `stage ${k + 1}/${kinds.length} ${kinds[k]!}`;
  const next = finished.length;
  if (within !== null) return `after ${within.done} of ${title(next)}`;
  return next === 0 ? `at the beginning of ${title(0)}` : `after ${title(next - 1)}`;
}
