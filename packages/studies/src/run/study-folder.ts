import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { FILES, stableJson } from '@knotwork/experiment';
import { LEASE, type Lease, makeFolder, readRunFile, writeAtomically } from '@knotwork/workspace';
import { damagedStudy, fileAsStudy, noStudyThere, notTheFolderOfAStudy } from '../errors.js';
import type { Decision } from '../halving/decision.js';
import { PackedTrials } from '../pack/packed-trials.js';
import { TrialFiles } from '../pack/trial-files.js';
import { onDisk } from '../on-disk.js';
import type { OperationsBySet } from './operations-of-study.js';
import type { StudyRecord } from './study-record.js';

/** Names in the folder of a study. */
export const STUDY_FILES = { study: 'study.json', verdict: 'verdict.json', operations: 'operations.json', halving: 'halving.json', trials: 'trials', claims: 'claims', figures: 'figures' } as const;

/** The folder of a study. */
export class StudyFolder {
  /** Absolute path. */
  readonly path: string;
  /** Those of its trials that lie in archives. */
  readonly packed: PackedTrials;

  /** @param lease that has to be held for whatever is written; left out by who only reads, and by tests */
  constructor(path: string, private readonly lease?: Pick<Lease, 'requireHeld'>) {
    this.path = resolve(path);
    this.packed = new PackedTrials(this.path);
  }

  /** The folder of a trial: where it is computed, and where it lies unless it was packed. */
  trial(id: string): string { return join(this.trials, id); }

  /** Where the folder of a trial is while it comes or goes as a whole: nobody reads it there. */
  draftOf(id: string): string { return join(this.trials, `.${id}`); }

  /** What a trial left, packed or not. */
  filesOf(id: string): TrialFiles { return new TrialFiles(id, this.trial(id), this.packed); }

  get trials(): string { return join(this.path, STUDY_FILES.trials); }

  get claims(): string { return join(this.path, STUDY_FILES.claims); }

  /** What was written down; null where no study was begun. @throws KnotworkError `environment` for a damaged file */
  read(): StudyRecord | null {
    const bytes = readRunFile(this.path, STUDY_FILES.study);
    if (bytes === null) return null;
    try {
      return JSON.parse(new TextDecoder().decode(bytes)) as StudyRecord;
    } catch (error) {
      throw damagedStudy(join(this.path, STUDY_FILES.study), (error as Error).message);
    }
  }

  /** @throws KnotworkError `input` where no study was begun */
  readBegun(): StudyRecord {
    if (existsSync(this.path) && !statSync(this.path).isDirectory()) throw fileAsStudy(this.path);
    const record = this.read();
    if (record === null) throw noStudyThere(this.path, existsSync(join(this.path, FILES.run)));
    return record;
  }

  /** @throws KnotworkError `input` where the folder holds something else */
  requireOurs(): void {
    if (this.read() !== null || !existsSync(this.path)) return;
    const others = onDisk(this.path, () => readdirSync(this.path)).filter((name) => name !== LEASE && !name.startsWith('.')).sort();
    if (others.length > 0) throw notTheFolderOfAStudy(this.path, others);
  }

  make(): void { onDisk(this.path, () => { makeFolder(this.claims); makeFolder(this.trials); }); }

  write(record: StudyRecord): void { this.writeFile(STUDY_FILES.study, stableJson(record)); }

  /** @throws KnotworkError `busy` where somebody else conducts the study by now, `environment` */
  writeFile(name: string, content: string): void {
    this.lease?.requireHeld();
    onDisk(this.path, () => { writeAtomically(join(this.path, name), content); });
  }

  /** Whether a trial has come to its end, as it is at this moment. */
  isDone(id: string): boolean { return this.filesOf(id).isDone; }

  /**
   * Trials that have come to their end, or those that have not.
   *
   * Cost: lists the folder of trials, and asks the disk once for each trial that was begun and is not packed.
   */
  those<T extends { readonly id: string }>(which: 'done' | 'open', trials: readonly T[]): T[] {
    this.packed.refresh();
    const [root, begun] = [this.trials, new Set(namesIn(this.trials))];
    // Paths are put together by hand: join takes longer than the disk.
    return trials.filter(({ id }) => (this.packed.has(id) || (begun.has(id) && existsSync(`${root}${sep}${id}${sep}${FILES.result}`))) === (which === 'done'));
  }

  /** What networks of arms cost, by set and arm; empty where it was not counted. @throws KnotworkError `environment` for a damaged file */
  readOperations(): OperationsBySet {
    const bytes = readRunFile(this.path, STUDY_FILES.operations);
    return bytes === null ? {} : JSON.parse(new TextDecoder().decode(bytes)) as OperationsBySet;
  }

  /** Which arms rounds stopped, as it was written down; empty where nothing was. @throws KnotworkError `environment` for a damaged file */
  readHalving(): readonly Decision[] {
    const bytes = readRunFile(this.path, STUDY_FILES.halving);
    if (bytes === null) return [];
    try {
      return (JSON.parse(new TextDecoder().decode(bytes)) as { readonly rounds: readonly Decision[] }).rounds.map(({ round, arms }) => ({ round, arms }));
    } catch (error) {
      throw damagedStudy(join(this.path, STUDY_FILES.halving), (error as Error).message);
    }
  }
}

/** Names in a folder; none where there is none. */
export function namesIn(folder: string): readonly string[] { return existsSync(folder) ? readdirSync(folder) : []; }
