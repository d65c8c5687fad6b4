import { type LoadedNetwork, smoothnessKind } from '@knotwork/network';
import { type Catalog, isKnotworkError } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import type { Structure } from '@knotwork/plugin/engine';
import { badStored, divergedStored, noSuchMember, nothingStored, otherStored, unfinishedStored, unreadableStored } from './start-errors.js';
import { readObject, type ReadFile } from './read-object.js';
import { networkFiles, recordShape, resultShape, storedNetwork } from './stored-network.js';
import type { NetworkFrom, StoredFacts } from '../config/index.js';
import { type DividesRows, type Division, divisionOf, type RowCounts } from '../data/division.js';
import type { Digest } from '../host/digest.js';
import { type Files, NO_SUCH_FILE } from '../host/files.js';
import { canonicalJson, stableJson } from '../json/json.js';
import { ENCODING, FILES, START, START_FILES } from '../run/run-store.js';

/** A saved network that a run begins with. */
export interface StoredStart {
  /** As it was written, for people. */
  readonly place: string;
  readonly loaded: LoadedNetwork;
  /** How inputs were made of columns, by data set; null where columns are numbers, or nobody knows. */
  readonly encoding: Readonly<Record<string, unknown>> | null;
  /** How its run divided rows; null where it divided none, or nobody knows. */
  readonly division: Division | null;
  /** What the stages that made it said, in order; none where nobody knows. */
  readonly reports: readonly Readonly<Record<string, unknown>>[];
  /** Tells its bytes, and the encoding, from others. */
  readonly sha256: string;
  /** What defaults depend on. */
  readonly facts: StoredFacts;
  /** Files that are as good as where it came from, by the names that a run gives its copy. */
  readonly copy: Readonly<Record<string, Uint8Array>>;
}

const plain = z.record(z.string(), z.unknown());

/**
 * Reads a saved network to go on from: the best of a run or one of its members, a copy that a run keeps of its own beginning, or the two files of a network.
 *
 * @param folder where a relative path starts
 * @throws KnotworkError `input` where there is none, it is damaged, its run is not finished, or a plugin is not installed
 */
export async function startFrom({ path, member, sha256: expected }: NetworkFrom, files: Files, folder: string, catalog: Catalog, digest: Digest): Promise<StoredStart> {
  const read = await filesOf(path, member, files, folder);
  try {
    const record = readObject(read, FILES.run, path, recordShape);
    const result = readObject(read, FILES.result, path, resultShape);
    refuseUnfinished(path, read, record !== null, result);
    if (member !== undefined) refuseOtherMember(path, member, result);
    const loaded = storedNetwork(read, catalog, path, member);
    const encoding = (record?.['encoding'] ?? readObject(read, ENCODING, path, plain)) as StoredStart['encoding'];
    const [json, safetensors] = networkFiles(member).map((name) => read(name)!);
    const sha256 = digest.sha256(canonicalJson({ json: digest.sha256(json!), safetensors: digest.sha256(safetensors!), encoding }));
    if (expected !== undefined && expected !== sha256) throw otherStored(path, expected, sha256);
    return {
      place: path, loaded, encoding, sha256, division: record?.experiment === undefined ? null : divisionOf(record.experiment as DividesRows, (record['data'] ?? {}) as Readonly<Record<string, string>>, (result?.['rows'] ?? null) as RowCounts | null), facts: factsOf(loaded.structure), reports: reportsOf(result, member),
      copy: {
        [START_FILES.network]: json!, [START_FILES.parameters]: safetensors!,
        ...(encoding === null ? {} : { [START_FILES.encoding]: new TextEncoder().encode(stableJson(encoding)) }),
      },
    };
  } catch (error) {
    throw isKnotworkError(error) && error.place.path === undefined && error.code === 'input' ? badStored(path, error) : error;
  }
}

function reportsOf(result: z.output<typeof resultShape> | null, member: number | undefined): StoredStart['reports'] {
  const own = member === undefined ? result : result?.members?.[member - 1];
  return [...result?.before?.stages ?? [], ...own?.stages ?? []];
}

/** The files that count, read once; under the names of a folder wherever they lie. */
async function filesOf(path: string, member: number | undefined, files: Files, folder: string): Promise<ReadFile> {
  const found = new Map<string, Uint8Array>();
  const take = async (file: string, name: string): Promise<void> => {
    try { found.set(name, await files.readBytes(file, folder)); } catch (error) {
      if ((error as Error).message !== NO_SUCH_FILE) throw unreadableStored(path, file, (error as Error).message);
    }
  };
  const isFile = /\.(json|safetensors)$/i.test(path);
  const base = isFile ? path.replace(/\.[^.]*$/, '') : `${path.replace(/[\\/]+$/, '')}/`;
  if (isFile) {
    if (member !== undefined) throw noSuchMember(path, member, 0);
    for (const name of networkFiles()) await take(base + name.slice(name.lastIndexOf('.')), name);
  } else {
    for (const name of [...networkFiles(), FILES.run, FILES.result, ENCODING, ...(member === undefined ? [] : networkFiles(member))]) await take(base + name, name);
    if (!found.has(FILES.result)) await take(base + FILES.checkpoint, FILES.checkpoint);
  }
  if (!found.has(FILES.network) && !found.has(FILES.run)) throw nothingStored(path, folder, START);
  return (name) => found.get(name) ?? null;
}

type Result = Readonly<Record<string, unknown>> | null;

/** A run that can still go on would have another network later. */
function refuseUnfinished(path: string, read: ReadFile, isRun: boolean, result: Result): void {
  const isUnfinished = result === null ? isRun && (read(FILES.network) === null || read(FILES.checkpoint) !== null) : ['interrupted', 'failed'].includes(String(result['status']));
  if (isUnfinished) throw unfinishedStored(path);
  if (result?.['status'] === 'diverged') throw divergedStored(path);
}

function refuseOtherMember(path: string, member: number, result: Result): void {
  const members = (result?.['members'] ?? []) as readonly unknown[];
  if (member > members.length) throw noSuchMember(path, member, members.length);
}

/** Smoothing has nothing to act on where no edge can be smoothed; that is as if edges trained shapes of their own. */
function factsOf({ layers }: Structure): StoredFacts {
  const terms = layers.flatMap((layer) => layer.terms).filter(({ edges }) => edges.count > 0);
  return {
    hasBase: terms.some(({ base }) => base !== null),
    hasEdgeShapes: terms.some(({ shape }) => Object.values(shape).some(({ scope, trainable }) => scope === 'edge' && trainable)) || terms.every((term) => smoothnessKind(term) === 'none'),
  };
}
