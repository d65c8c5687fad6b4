import { MemoryFolder } from './memory-folder.js';
import { MemoryStore } from './memory-store.js';
import { heldInMemory } from '../../errors.js';
import type { RunPlace } from '../run-place.js';
import type { RunStore } from '../run-store.js';

/** Keeps one run in memory. Composed again in the same place, a run that was interrupted goes on. */
export class MemoryPlace implements RunPlace {
  readonly location = 'memory';
  readonly done = null;
  /** The files of the run. */
  readonly folder = new MemoryFolder();
  private store: MemoryStore | null = null;

  open(): RunStore {
    if (this.store?.isOpen === true) throw heldInMemory();
    this.store = new MemoryStore(this.folder);
    return this.store;
  }
}
