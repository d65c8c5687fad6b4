import { isKnotworkError } from '@knotwork/plugin';
import { Lease, type Leases } from '@knotwork/workspace';
import { namesIn } from './study-folder.js';

/** What the name of a claim ends in, behind that of its trial. */
const ENDING = '.lock';

/** A trial that nobody else works on. */
export interface Claim {
  /** Aborted when somebody else took it over, since this process was silent for too long. */
  readonly lost?: AbortSignal;
  /** @throws KnotworkError `busy` where somebody else has it by now */
  requireHeld?(): void;
  release(): void;
}

/** Who works on which trial. Workers know nothing of each other but this. */
export interface Claims {
  /** Takes a trial; null where somebody else has it. */
  claim(trial: string): Claim | null;
}

/**
 * Claims as leases in a folder that all workers see, on this machine or on others. Those of a process of this machine that died are free at once, those of any other when it was silent for a minute,
 * as seen by who asks again and again.
 */
export class FolderClaims implements Claims {
  /** @param folder that is there @param leases of this process when left out */
  constructor(private readonly folder: string, private readonly leases?: Leases) {}

  claim(trial: string): Claim | null {
    try {
      return new Lease(this.folder, { name: `${trial}${ENDING}`, ...(this.leases === undefined ? {} : { leases: this.leases }) });
    } catch (error) {
      if (isKnotworkError(error) && error.code === 'busy') return null;
      throw error;
    }
  }
}

/** Trials in a folder of claims, with the names of these. Whoever made one may have ended since. */
export function claimsIn(folder: string): readonly { readonly trial: string; readonly name: string }[] {
  return namesIn(folder).filter((name) => name.endsWith(ENDING)).map((name) => ({ trial: name.slice(0, -ENDING.length), name }));
}
