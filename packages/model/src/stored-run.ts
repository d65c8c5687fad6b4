import { DamagedArrays, type NamedArrays, readNpz } from '@knotwork/arrays';
import { brokenFile, FILES, readObject, type ReadFile, recordShape, type ResolvedExperiment, resultShape, storedNetwork } from '@knotwork/experiment';
import type { LoadedNetwork } from '@knotwork/network';
import type { Catalog } from '@knotwork/plugin';
import { importRecord, type ImportRecord } from './import/import-record.js';
import { stagesOf } from './network-data.js';
import { type TableOptions, tableOptions } from './rows-from.js';

/** What a folder holds. All but the networks may be missing: two files of a network are a model, too. */
export interface StoredRun {
  readonly id: string | null;
  /** What pictures and files made of it are called. */
  readonly name: string;
  /** How its tables are written, as far as somebody said. */
  readonly table: TableOptions;
  /** Where the network came from, if it was imported. */
  readonly imported: ImportRecord | null;
  readonly experiment: ResolvedExperiment | null;
  readonly encoding: Readonly<Record<string, unknown>> | null;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly evaluation: NamedArrays | null;
  /** The networks whose mean is the model, and the one whose edges are looked at. */
  readonly networks: readonly LoadedNetwork[];
  readonly one: LoadedNetwork;
  /** Reports of the stages of each of `networks`. */
  readonly reports: readonly (readonly Readonly<Record<string, unknown>>[])[];
  readonly notes: readonly string[];
}

interface MemberReport { readonly isLeftOut?: boolean; readonly stages?: readonly Readonly<Record<string, unknown>>[] }

/** What `run.json` says of plugins that its run named. */
export function pluginsNamed(read: ReadFile, place: string): readonly string[] {
  const record = readObject(read, FILES.run, place, recordShape) as { readonly experiment?: { readonly plugins?: readonly string[] } } | null;
  return record?.experiment?.plugins ?? importedIn(read, place)?.plugins ?? [];
}

/** What `import.json` says; null where the network was not imported. */
function importedIn(read: ReadFile, place: string): ImportRecord | null { return readObject(read, FILES.imported, place, importRecord) as ImportRecord | null; }

/**
 * Reads what a run left.
 *
 * @param place what errors call it @param remedy what to do about a plugin that is not there
 * @throws KnotworkError `input` where there is no network, or a file is damaged
 */
export function readRun(read: ReadFile, catalog: Catalog, place: string, remedy?: string): StoredRun {
  const record = readObject(read, FILES.run, place, recordShape) as { readonly id?: string; readonly experiment?: ResolvedExperiment; readonly encoding?: Readonly<Record<string, unknown>> } | null;
  const result = readObject(read, FILES.result, place, resultShape);
  const members = (result?.['members'] ?? []) as readonly MemberReport[];
  const one = storedNetwork(read, catalog, place, undefined, remedy);
  const of = members.flatMap((member, k) => (member.isLeftOut === true ? [] : [{ member, loaded: storedNetwork(read, catalog, place, k + 1, remedy) }]));
  const imported = record === null ? importedIn(read, place) : null;
  return {
    id: record?.id ?? null, name: record?.experiment?.name ?? imported?.name ?? 'network', table: imported?.target === undefined ? tableOptions(record?.experiment ?? null) : { target: imported.target },
    imported, experiment: record?.experiment ?? null, encoding: record?.encoding ?? null, result, evaluation: arrays(read, place), one,
    networks: of.length === 0 ? [one] : of.map(({ loaded }) => loaded),
    reports: of.length === 0 ? [stagesOf({ result })] : of.map(({ member }) => member.stages ?? []),
    notes: [...new Set([one, ...of.map(({ loaded }) => loaded)].flatMap(({ notes }) => notes))],
  };
}

function arrays(read: ReadFile, place: string): NamedArrays | null {
  const bytes = read(FILES.evaluation);
  if (bytes === null) return null;
  try {
    return readNpz(bytes);
  } catch (error) {
    if (error instanceof DamagedArrays) throw brokenFile(place, FILES.evaluation, error.message);
    throw error;
  }
}
