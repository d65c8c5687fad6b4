import { existsSync, rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { canonicalJson, FILES, MEMBERS, START, START_FILES, type RunStatus, type RunStore, stableJson } from '@knotwork/experiment';
import { isKnotworkError } from '@knotwork/plugin';
import { anotherRun, diskError, storeClosed } from './errors.js';
import { Lease, type Leases } from './lease/lease.js';
import { MetricsFile } from './metrics-file.js';
import { memberFilesIn, readBytes, readJson, readMetrics, readResult, runStatus } from './run-folder.js';
import { makeFolder } from '../files/make-folder.js';
import { writeAtomically } from '../files/write-atomically.js';

/**
 * The folder of one run, open for writing by this process alone. Everything is on disk when a method returns.
 * All methods throw KnotworkError `environment` when the disk does not do as told, and `busy` when another process has taken the folder over.
 *
 * @example
 * const store = new FolderStore('runs/hello/0123456789ab');
 * store.begin({ name: 'hello' });
 * store.append({ event: 'step', step: 1, loss: 0.5 });
 * store.finish({ status: 'completed' }, { seconds: 2 }, new Date());
 * store.dispose();
 */
export class FolderStore implements RunStore {
  /** Absolute path. */
  readonly folder: string;
  readonly #lease: Lease;
  #metrics: MetricsFile | null = null;
  #isOpen = true;

  /**
   * Creates the folder where it is missing and takes its lease.
   *
   * @param leases of this process when left out
   * @throws KnotworkError `busy` when another process writes it
   */
  constructor(folder: string, leases?: Leases) {
    this.folder = resolve(folder);
    this.#lease = onDisk(this.folder, () => {
      makeFolder(this.folder);
      return new Lease(this.folder, leases === undefined ? {} : { leases });
    });
  }

  status(): RunStatus { return runStatus(this.folder); }

  readResult(): Record<string, unknown> | null { return readResult(this.folder); }

  /** What `begin` wrote, or null. */
  readRun(): Record<string, unknown> | null { return readJson(this.folder, FILES.run); }

  readMetrics(): readonly Record<string, unknown>[] { return readMetrics(this.folder); }

  /** A file by its name, or null. */
  read(name: string): Uint8Array | null { return readBytes(this.folder, name); }

  /**
   * Writes `run.json`, before the first step. It is never changed afterwards: where it exists, the content must be the same.
   * @throws KnotworkError `input` when the folder holds another run
   */
  begin(run: object): void {
    const before = this.readRun();
    if (before === null) this.writeAtomically(FILES.run, stableJson(run));
    else if (canonicalJson(before) !== canonicalJson(run)) throw anotherRun(this.folder);
  }

  /** Writes `run.json` of the same run again: a later start that goes on may have other overrides to the same effect, another name or a newer Node. */
  resume(run: object): void {
    this.writeAtomically(FILES.run, stableJson(run));
  }

  /** Appends one line to `metrics.jsonl`. */
  append(event: object): void {
    const path = join(this.folder, FILES.metrics);
    this.#write(path, () => {
      this.#metrics ??= new MetricsFile(path);
      this.#metrics.append(event);
    }, false);
  }

  /** Replaces a file as a whole. @param name one of `FILES`, or in a folder below, which is made where it is missing */
  writeAtomically(name: string, content: string | Uint8Array): void {
    const path = join(this.folder, name);
    this.#write(path, () => {
      if (dirname(name) !== '.') makeFolder(dirname(path));
      writeAtomically(path, content);
    });
  }

  /** Writes `timing.json`, with the date added as `finished`, and then `result.json`, whose presence ends the run; its checkpoints are removed. */
  finish(result: object, timing: object, date: Date): void {
    this.writeAtomically(FILES.timing, stableJson({ finished: date.toISOString(), ...timing }));
    this.writeAtomically(FILES.result, stableJson(result));
    this.#remove(FILES.checkpoint);
    for (const name of memberFilesIn(this.folder)) if (basename(name) === FILES.checkpoint) this.#remove(name);
  }

  /**
   * Removes what an earlier run left, the result before what it came from; files that the store does not know, and those to keep, stay. The checkpoint
   * goes first of all: a clearing that is cut off must not leave one to go on from.
   */
  clear(keep: readonly string[] = []): void {
    this.#closeMetrics();
    for (const name of [FILES.checkpoint, FILES.result, FILES.timing, FILES.evaluation, FILES.picture, FILES.solution, FILES.network, FILES.parameters]) this.#remove(name);
    this.#clearMembers();
    for (const name of Object.values(START_FILES)) if (!keep.includes(name)) this.#remove(name);
    const start = join(this.folder, START);
    if (keep.length === 0 && existsSync(start)) this.#write(start, () => { removeIfEmpty(start); });
    for (const name of [FILES.metrics, FILES.run]) this.#remove(name);
  }

  /** Ends writing and gives the folder free. A second call does nothing. */
  dispose(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#closeMetrics();
    onDisk(this.folder, () => this.#lease.release());
  }

  /** Removes the files of members, and folders of theirs in which nothing else lies. */
  #clearMembers(): void {
    const names = memberFilesIn(this.folder);
    for (const name of names) this.#remove(name);
    const folders = new Set(names.map((name) => dirname(name)));
    for (const name of [...folders, ...(folders.size > 0 ? [MEMBERS] : [])]) this.#write(join(this.folder, name), () => removeIfEmpty(join(this.folder, name)));
  }

  #remove(name: string): void {
    const path = join(this.folder, name);
    this.#write(path, () => rmSync(path, { force: true }));
  }

  /** @param itMatters whether what is written replaces something */
  #write(path: string, act: () => void, itMatters = true): void {
    if (!this.#isOpen) throw storeClosed(this.folder);
    onDisk(path, () => {
      this.#lease.requireHeld(itMatters);
      act();
    });
  }

  #closeMetrics(): void {
    this.#metrics?.close();
    this.#metrics = null;
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    // Some systems have another word for it.
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as { code?: string }).code ?? '')) throw error;
  }
}

function onDisk<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw isKnotworkError(error) ? error : diskError(path, error);
  }
}
