import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Checked, type FinishedRun, type ResolvedExperiment, type RunIdentity, type RunPlace, type RunStore, tokens } from '@knotwork/experiment';
import { inject } from '@knotwork/registry';
import { FolderStore } from './folder-store.js';
import { finishedRun } from './finished-run.js';
import { folderGuard, type FolderGuard, processLeases } from './folder-guard.js';
import { type Leases, usualLeases } from './lease/lease.js';
import { foreignIn, readRun } from './run-folder.js';
import { emptyOut, foreignFiles, otherRunThere, outIsFile } from '../errors.js';
import { fileRequest, type FileRequest } from '../file-request.js';

/** The folder of a run: the one that was asked for, or `runs/<name>/<id>`. */
export class FolderPlace implements RunPlace {
  readonly location: string;
  readonly done: FinishedRun | null;

  /**
   * @param _checked the folder is looked at last: what is wrong with the experiment is told first
   * @throws KnotworkError `input` when something else is there, `environment` when a finished run of the same content is not as it was written
   */
  constructor(
    @inject(fileRequest) { out, cwd, again }: FileRequest, @inject(tokens.experiment) { name }: ResolvedExperiment, @inject(tokens.identity) { id, isReusable }: RunIdentity,
    @inject(tokens.checked) _checked: Checked, @inject(processLeases) private readonly leases: Leases = usualLeases, @inject(folderGuard) private readonly guard: FolderGuard = {},
  ) {
    if (out === '') throw emptyOut();
    this.location = resolve(cwd, out ?? join('runs', name, id));
    if (out !== undefined && existsSync(this.location) && statSync(this.location).isFile()) throw outIsFile(out);
    const before = readRun(this.location);
    // Without a run.json of ours, which goes last when a folder is cleared, files are somebody else's, and not even --again may delete them.
    const foreign = foreignIn(this.location);
    if (foreign.length > 0) throw foreignFiles(out ?? this.location, foreign);
    if (before !== null && before['id'] !== id && !again) throw otherRunThere(out ?? this.location, nameIn(before), String(before['id']));
    this.done = isReusable && !again ? finishedRun(this.location) : null;
  }

  open(): RunStore {
    const store = new FolderStore(this.location, this.leases);
    try {
      this.guard.requireHeld?.();
      return store;
    } catch (error) {
      store.dispose();
      throw error;
    }
  }
}

const nameIn = (record: Readonly<Record<string, unknown>>): string => String((record['experiment'] as { name?: unknown } | undefined)?.name);
