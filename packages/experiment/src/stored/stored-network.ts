import { type LoadedNetwork, loadNetwork } from '@knotwork/network';
import type { Catalog } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { noNetwork } from './errors.js';
import type { ReadFile } from './read-object.js';
import { FILES, memberFile, MEMBERS } from '../run/run-store.js';

/** As much of `run.json` as is relied on. */
export const recordShape = z.looseObject({
  id: z.string().optional(), encoding: z.record(z.string(), z.unknown()).optional(),
  experiment: z.looseObject({ name: z.string(), plugins: z.array(z.string()).optional(), engine: z.looseObject({ kind: z.string() }), stages: z.array(z.looseObject({ kind: z.string() })) }).optional(),
});

const stageReports = z.array(z.record(z.string(), z.unknown())).optional();
/** As much of `result.json` as is relied on. */
export const resultShape = z.looseObject({
  status: z.string().optional(), rows: z.object({ train: z.number(), validation: z.number(), test: z.number() }).optional(), stages: stageReports, before: z.looseObject({ run: z.string().nullable(), stages: stageReports }).optional(), members: z.array(z.looseObject({ isLeftOut: z.boolean().optional(), status: z.string().optional(), stages: stageReports })).optional(),
});

/** Names of the two files of a network. @param member from 1; left out for the only one, or the best */
export function networkFiles(member?: number): readonly [json: string, safetensors: string] {
  const nameOf = (name: string): string => (member === undefined ? name : memberFile(member, name));
  return [nameOf(FILES.network), nameOf(FILES.parameters)];
}

/**
 * A network that was saved in a folder.
 *
 * @param place what errors call it, @param member from 1; left out for the only one, or the best @param remedy what to do about a plugin that is not there; see `loadNetwork`
 * @throws KnotworkError `input` where there is none, it is damaged, or a plugin is not installed
 */
export function storedNetwork(read: ReadFile, catalog: Catalog, place: string, member?: number, remedy?: string): LoadedNetwork {
  const [json, safetensors] = networkFiles(member);
  const [about, numbers] = [read(json), read(safetensors)];
  if (about === null || numbers === null) throw noNetwork(place, about === null ? json : safetensors, read(FILES.run) !== null, read(memberFile(1, FILES.network)) === null ? '' : `, or give ${place}/${MEMBERS}/1`);
  return loadNetwork({ json: new TextDecoder().decode(about), safetensors: numbers }, catalog, remedy);
}
