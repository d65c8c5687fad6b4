import { tokens } from '@knotwork/experiment';
import { given, type Overrides, token } from '@knotwork/registry';
import type { Leases } from './lease/lease.js';

/** The leases of a process. */
export const processLeases = token<Leases>('leases');

/** What a run asks besides the lease of its folder. */
export interface FolderGuard {
  /**
   * Called when the folder is this process's, before anything in it is written or removed: whoever may run it at all may have lost that right since it asked.
   *
   * @throws KnotworkError `busy` where it has
   */
  requireHeld?(): void;
}

export const folderGuard = token<FolderGuard>('folder-guard');

/** The services of a trial of a study: it asks a guard, and as one of many keeps no picture of a solution. */
export const servicesOfTrial = (guard: FolderGuard): Overrides => [given(folderGuard, guard), given(tokens.keeping, { solution: false })];
