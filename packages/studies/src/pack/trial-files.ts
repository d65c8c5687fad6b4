import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { FILES } from '@knotwork/experiment';
import { LEASE, parseRunJson, readRunFile, requireAsWritten } from '@knotwork/workspace';
import { twoOfTrial } from '../errors.js';
import { filesBelow } from './folder-files.js';
import { type PackedTrials, readPacked } from './packed-trials.js';

/** What a trial left, in its folder or in an archive: to whoever reads it that is the same. */
export class TrialFiles {
  /** @param folder of the trial, whether it is there or not */
  constructor(readonly id: string, readonly folder: string, private readonly packed: PackedTrials) {}

  /** Whether it has come to its end: the file of its result is written last. What is packed has, and stays to be found while it is packed or unpacked. */
  get isDone(): boolean { return this.isDoneInFolder || this.packed.has(this.id) || (this.packed.refresh() && (this.packed.has(this.id) || this.isDoneInFolder)); }

  /** Whether it has come to its end and its folder is there. */
  get isDoneInFolder(): boolean { return existsSync(join(this.folder, FILES.result)); }

  /** Whether its run is one that a repetition would give again. */
  get isCompleted(): boolean {
    const status = this.result()?.['status'];
    return status !== undefined && status !== 'interrupted' && status !== 'failed';
  }

  /** Bytes of a file by its name, or null where there is none. @throws KnotworkError `environment` where the trial lies in an archive and beside it as something else, or the disk does not do as told */
  read(name: string): Uint8Array | null { return this.#readPacked(name) ?? readRunFile(this.folder, name) ?? (this.packed.refresh() ? this.#readPacked(name) : null); }

  /** Names of all its files but a lease, in order. @throws what the operating system says */
  names(): readonly string[] {
    const packed = this.packed.filesOf(this.id);
    return packed === undefined ? filesBelow(this.folder).files.filter((name) => name !== LEASE) : [...packed.keys()];
  }

  /** Content of `result.json`. @throws KnotworkError `environment` where it is not what was written */
  result(): Readonly<Record<string, unknown>> | null {
    const bytes = this.read(FILES.result);
    if (bytes === null) return null;
    requireAsWritten(this.folder, FILES.result, bytes, this.timing(), this.#remedy);
    return parseRunJson(bytes, join(this.folder, FILES.result), this.#remedy);
  }

  /** Content of `run.json`. */
  run(): Readonly<Record<string, unknown>> | null { return this.#json(FILES.run); }

  /** Content of `timing.json`. */
  timing(): { readonly finished?: string; readonly seconds?: number; readonly files?: unknown } | null { return this.#json(FILES.timing); }

  #readPacked(name: string): Uint8Array | null {
    const files = this.packed.filesOf(this.id);
    if (files === undefined) return null;
    const result = files.get(FILES.result);
    if (name === FILES.result && result !== undefined && this.isDoneInFolder && crc32(readFileSync(join(this.folder, FILES.result))) !== result.entry.sum) throw twoOfTrial(this.folder, result.archive.path);
    const file = files.get(name);
    return file === undefined ? null : readPacked(file);
  }

  /** What to do where it is damaged: a study repeats a trial that is not there. */
  get #remedy(): string { return `${this.packed.has(this.id) ? 'Unpack the study with "knotwork unpack", delete' : 'Delete'} ${this.folder} and give the command of the study again: it repeats that trial.`; }

  #json(name: string): Record<string, unknown> | null {
    const bytes = this.read(name);
    return bytes === null ? null : parseRunJson(bytes, join(this.folder, name), this.#remedy);
  }
}
