import { isKnotworkError } from '@knotwork/plugin';
import { type Holder, holderOf, Lease, seeHolder } from '@knotwork/workspace';
import { beingConducted, beingWorkedOn } from '../errors.js';
import { claimsIn, FolderClaims } from '../run/claims.js';
import type { StudyFolder } from '../run/study-folder.js';

/** Called once for each holder of whom only time can tell whether it lives, with the most seconds that it takes. */
export type Waiting = (holder: string, seconds: number) => void;

/**
 * Does something with the folder of a study while nobody conducts it or works on it. Claims that nobody has any more are removed.
 *
 * @param waiting told who may live on another machine, which takes up to a minute to find out
 * @throws KnotworkError `busy` where somebody does
 */
export async function exclusively<T>(folder: StudyFolder, waiting: Waiting, act: (lease: Lease) => T | Promise<T>): Promise<T> {
  await seeHolder(folder.path, waiting);
  const lease = leaseOf(folder);
  try {
    await requireUnclaimed(folder, waiting);
    return await act(lease);
  } finally {
    lease.release();
  }
}

function leaseOf(folder: StudyFolder): Lease {
  try {
    return new Lease(folder.path);
  } catch (error) {
    if (isKnotworkError(error) && error.code === 'busy') throw beingConducted(folder.path, whoIs(holderOf(folder.path)));
    throw error;
  }
}

async function requireUnclaimed(folder: StudyFolder, waiting: Waiting): Promise<void> {
  const found = claimsIn(folder.claims);
  let isTold = false;
  await Promise.all(found.map(({ name }) => seeHolder(folder.claims, (holder, most) => { if (!isTold) waiting(holder, most); isTold = true; }, undefined, { name })));
  const claims = new FolderClaims(folder.claims);
  for (const { trial, name } of found) {
    const claim = claims.claim(trial);
    if (claim === null) throw beingWorkedOn(folder.path, trial, whoIs(holderOf(folder.claims, name)));
    claim.release();
  }
}

/** Who holds something, in words. */
export const whoIs = (holder: Holder | null): string => (holder === null ? 'another process' : `process ${holder.pid} of ${holder.host}`);
