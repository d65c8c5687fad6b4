import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { diskError, ZipArchive, type ZipEntry } from '@knotwork/workspace';

/** A file of a packed trial. */
export interface PackedFile { readonly archive: ZipArchive; readonly entry: ZipEntry }

/** Names of archives, by their numbers. */
const NAME = /^trials-([1-9]\d*)\.zip$/;
export const archiveName = (number: number): string => `trials-${number}.zip`;

/** Names of the archives in the folder of a study, in the order in which they were written; none where there is no folder. */
export function archivesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => NAME.test(name)).sort((a, b) => numberOf(a) - numberOf(b));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as { code?: string }).code ?? '')) return [];
    throw diskError(folder, error);
  }
}

/** Number of an archive. */
export const numberOf = (name: string): number => Number(NAME.exec(name)![1]);

/** What a file of a trial is called in archives, so that any program unpacks it to its place in the folder of the study. */
export const packedName = (trial: string, file: string): string => `trials/${trial}/${file}`;
const PACKED = /^trials\/([^/]+)\/(.+)$/s;

/** Which file of which trial a name in an archive is; null for what is none, and for names that would lead out of the folder of a trial. */
export function placeOfPacked(name: string): { readonly id: string; readonly file: string } | null {
  const [, id, file] = PACKED.exec(name) ?? [];
  if (id === undefined || file === undefined || /[\\:\0]/.test(name)) return null;
  return id.startsWith('.') || file.split('/').some((part) => ['', '.', '..'].includes(part)) ? null : { id, file };
}

/**
 * The trials that lie in archives in the folder of a study, as others pack and unpack them: archives are looked for again whenever something was not found.
 *
 * Cost: lists of contents are read when the first trial is asked for, some tenths of a second for 10,000 trials.
 */
export class PackedTrials {
  #archives: readonly string[] | null = null;
  #trials: ReadonlyMap<string, ReadonlyMap<string, PackedFile>> = new Map();

  /** @param folder of the study @param find names of archives in it */
  constructor(private readonly folder: string, private readonly find: (folder: string) => readonly string[] = archivesIn) {}

  /** Those of one archive, whatever it is called. */
  static in(path: string): PackedTrials { return new PackedTrials(dirname(path), () => [basename(path)]); }

  /** Ids of all, archives as they were when they were last looked for. */
  get ids(): Iterable<string> { return this.#known().keys(); }

  /** Whether a trial is in an archive, as they were when they were last looked for. */
  has(id: string): boolean { return this.#known().has(id); }

  /** Files of a trial by their names within its folder; undefined where it is in none of the archives as they were when they were last looked for. */
  filesOf(id: string): ReadonlyMap<string, PackedFile> | undefined { return this.#known().get(id); }

  /** Looks for archives again. @returns whether there are others than before @throws KnotworkError `environment` for a damaged one */
  refresh(): boolean {
    const names = this.find(this.folder);
    if (this.#archives !== null && names.length === this.#archives.length && names.every((name, k) => name === this.#archives![k])) return false;
    const isFirst = this.#archives === null;
    const trials = new Map<string, Map<string, PackedFile>>();
    for (const name of names) for (const [id, files] of this.#filesIn(name)) trials.set(id, files);
    [this.#archives, this.#trials] = [names, trials];
    return !isFirst || names.length > 0;
  }

  #filesIn(name: string): ReadonlyMap<string, Map<string, PackedFile>> {
    const trials = new Map<string, Map<string, PackedFile>>();
    const archive = this.#opened(name);
    for (const entry of archive?.entries ?? []) {
      const place = placeOfPacked(entry.name);
      if (place === null) continue;
      const { id, file } = place;
      const files = trials.get(id);
      if (files === undefined) trials.set(id, new Map([[file, { archive: archive!, entry }]])); else files.set(file, { archive: archive!, entry });
    }
    return trials;
  }

  /** Null where it was unpacked since. */
  #opened(name: string): ZipArchive | null {
    const path = join(this.folder, name);
    try {
      return new ZipArchive(path);
    } catch (error) {
      if (isGone(error)) return null;
      throw onDisk(path, error);
    }
  }

  #known(): ReadonlyMap<string, ReadonlyMap<string, PackedFile>> {
    if (this.#archives === null) this.refresh();
    return this.#trials;
  }
}

/** Bytes of a packed file; null where its archive was unpacked since. @throws KnotworkError `environment` */
export function readPacked({ archive, entry }: PackedFile): Uint8Array | null {
  try {
    return archive.read(entry);
  } catch (error) {
    if (isGone(error)) return null;
    throw onDisk(archive.path, error);
  }
}

const isGone = (error: unknown): boolean => (error as { readonly code?: string }).code === 'ENOENT';

/** What the system says of an archive in words; all else as it is. */
const onDisk = (path: string, error: unknown): unknown => ((error as { readonly syscall?: unknown }).syscall === undefined ? error : diskError(path, error));
