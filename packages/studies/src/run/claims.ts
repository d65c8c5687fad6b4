import { isKnotworkError } from '@knotwork/plugin';
import { FolderLock } from '@knotwork/workspace';

/** A trial that nobody else works on. */
export interface Claim { release(): void }

/** Who works on which trial. Workers know nothing of each other but this. */
export interface Claims {
  /** Takes a trial; null where somebody else has it. */
  claim(trial: string): Claim | null;
}

/** Claims as files in a folder that all workers see. Those of a worker that died are free; those of one that lives are kept, however long it is silent. */
export class FolderClaims implements Claims {
  /** @param folder that is there */
  constructor(private readonly folder: string) {}

  claim(trial: string): Claim | null {
    try {
      return new FolderLock(this.folder, `${trial}.lock`);
    } catch (error) {
      if (isKnotworkError(error) && error.code === 'busy') return null;
      throw error;
    }
  }
}
