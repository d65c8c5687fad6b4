import { exprOfSteps, input } from '@knotwork/algebra';
import { type Catalog, isKnotworkError, type Kind, type Network, type NetworkSpec } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import type { Structure } from '@knotwork/plugin/engine';
import { badFile, changedFiles, laterFile, missingPlugin } from '../errors.js';
import { resolve } from '../structure/resolve.js';
import { isIntact } from './checksum.js';
import { otherPackages } from './other-packages.js';
import { EXTRA, FORMAT, KNOWN, type NetworkAbout, type NetworkFile, networkFile, type SavedNetwork } from './network-file.js';
import { NotSafetensors, readSafetensors, type Tensor } from './safetensors.js';
import { unsoundParameters } from './sound-parameters.js';

const JSON_FILE = 'network.json';
const NUMBERS = 'network.safetensors';

/** A network as it was saved. */
export interface LoadedNetwork {
  readonly network: Network;
  readonly structure: Structure;
  readonly about: NetworkAbout;
  /** Sentences about packages that are not what the network was saved with: of another version, or of other content. */
  readonly notes: readonly string[];
}

/**
 * Loads a saved network: the same parameters bit for bit. Nothing in the files is believed: what is not as it should be is refused before memory is
 * taken for it.
 *
 * @param remedy what to do about a plugin that is not there, as a sentence; left out, an experiment file names it
 * @throws KnotworkError `input` when the files are damaged, belong to different networks, ask for more than this version can, or name a plugin that is
 * not installed
 */
export function loadNetwork(saved: SavedNetwork, catalog: Catalog, remedy?: string): LoadedNetwork {
  const file = readJson(saved.json);
  if (file.checksum !== undefined && !isIntact(saved.json, file.checksum, saved.safetensors)) {
    throw changedFiles();
  }
  const tensors = readTensors(saved.safetensors);
  // Before they are counted: a number of another type has other bytes.
  const other = [...tensors].find(([name, { dtype }]) => dtype !== 'F64' && !name.startsWith(EXTRA));
  if (other !== undefined) throw badFile(NUMBERS, `tensor "${other[0]}" is ${other[1].dtype}, and F64 is read`);
  const numbers = [...tensors].reduce((n, [name, { bytes }]) => (name.startsWith(EXTRA) ? n : n + bytes.length / 8), 0);
  refuseUnfit(file, numbers);
  const { inputs, outputs, layers, task, classes, plugins } = file;
  const spec = { inputs, outputs, layers } as NetworkSpec;
  const structure = resolved(spec, file, catalog, remedy);
  refuseStrange(structure, tensors);
  if (structure.length !== numbers) throw badFile(NUMBERS, `it has ${numbers} numbers, ${JSON_FILE} asks for ${structure.length}`);
  const parameters = parametersOf(structure, tensors);
  const unsound = unsoundParameters(structure, parameters);
  if (unsound !== null) throw badFile(NUMBERS, unsound);
  const extra = Object.fromEntries([...tensors].filter(([name]) => name.startsWith(EXTRA)));
  return { structure, network: { spec, parameters }, about: { task, classes, plugins, extra }, notes: otherPackages(file.plugins, catalog) };
}

function readJson(text: string): NetworkFile {
  let file: unknown;
  try { file = JSON.parse(text); } catch { throw badFile(JSON_FILE, 'it is no JSON; it may be cut off'); }
  const { knotwork, requires } = (typeof file === 'object' && file !== null ? file : {}) as { knotwork?: unknown; requires?: unknown };
  if (typeof knotwork === 'number' && knotwork > FORMAT) throw laterFile(JSON_FILE, `its format is ${knotwork}, and this version reads up to ${FORMAT}`);
  if (knotwork !== FORMAT) throw badFile(JSON_FILE, `its format is ${JSON.stringify(knotwork) ?? 'not said'}, and this version reads format ${FORMAT}`);
  const unknown = Array.isArray(requires) ? requires.filter((what) => !KNOWN.includes(what as string)) : [];
  if (unknown.length > 0) throw laterFile(JSON_FILE, `it requires ${unknown.map((what) => JSON.stringify(what)).join(', ')}, which this version cannot do`);
  const { data, error } = networkFile.safeParse(file);
  if (error === undefined) return data;
  throw badFile(JSON_FILE, z.prettifyError(error).split('\n').slice(0, 2).map((line) => line.replace(/^\W+/, '').trim()).join(' '));
}

function readTensors(bytes: Uint8Array): ReadonlyMap<string, Tensor> {
  try { return readSafetensors(bytes); } catch (error) {
    if (error instanceof NotSafetensors) throw badFile(NUMBERS, `it ${error.message}`);
    throw error;
  }
}

/** Layers that do not follow one another, or have more nodes and edges than there are numbers. @param numbers how many the other file has */
function refuseUnfit({ inputs, outputs, layers, task, classes }: NetworkFile, numbers: number): void {
  let width = inputs.length;
  layers.forEach((layer, l) => {
    if (layer.inputs !== width) throw badFile(JSON_FILE, `layer ${l} has ${layer.inputs} inputs, and there are ${width} before it`);
    width = layer.outputs;
    // A sum has a bias, an edge a coefficient.
    for (const { edges } of layer.terms) {
      const least = edges === undefined ? layer.inputs * width : 'except' in edges ? layer.inputs * width - edges.except.length : edges.only.length;
      if (Math.max(least, width) > numbers) throw badFile(JSON_FILE, `layer ${l} alone has more than the ${numbers} numbers in ${NUMBERS}`);
    }
  });
  for (const { name, conditions } of outputs) {
    if (conditions === undefined) continue;
    const columns = inputs.map((_, i) => input(`x${i}`));
    try { for (const steps of [conditions.base, conditions.factor]) exprOfSteps(steps, columns); } catch (error) {
      if (error instanceof RangeError) throw badFile(JSON_FILE, `the conditions of "${name}" are no formula: ${error.message}`);
      throw error;
    }
  }
  if (outputs.length !== width) throw badFile(JSON_FILE, `the last layer has ${width} outputs, and ${outputs.length} are described`);
  if (task === 'regression' && classes.length > 0) throw badFile(JSON_FILE, 'a regression has no classes');
}

/** @throws KnotworkError that names the package of a plugin that is not installed */
function resolved(spec: NetworkSpec, { plugins }: NetworkFile, catalog: Catalog, remedy: string | undefined): Structure {
  try { return resolve(spec, catalog); } catch (error) {
    const title = isKnotworkError(error) ? error.place.plugin : undefined;
    const of = plugins.find(({ names }) => names.includes(title ?? ''));
    const [kind, name] = (title ?? '').split(' ');
    const isThere = catalog.list(kind as Kind).some(({ definition }) => definition.name === name);
    if (of === undefined || isThere) throw error;
    throw missingPlugin(title!, of.package, of.version, error, remedy);
  }
}

function refuseStrange({ segments }: Structure, tensors: ReadonlyMap<string, Tensor>): void {
  const known = new Set(segments.map(({ name }) => name));
  const strange = [...tensors.keys()].find((name) => !known.has(name) && !name.startsWith(EXTRA));
  if (strange !== undefined) throw badFile(NUMBERS, `it has a tensor "${strange}", which the network does not have`);
}

function parametersOf(structure: Structure, tensors: ReadonlyMap<string, Tensor>): Float64Array {
  const parameters = new Float64Array(structure.length);
  for (const { name, shape, offset, length } of structure.segments) {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw badFile(NUMBERS, `it has no tensor "${name}"`);
    if (shape.length !== tensor.shape.length || shape.some((n, k) => n !== tensor.shape[k])) {
      throw badFile(NUMBERS, `tensor "${name}" has the shape [${tensor.shape.join(', ')}], and ${JSON_FILE} asks for [${shape.join(', ')}]`);
    }
    const view = new DataView(tensor.bytes.buffer, tensor.bytes.byteOffset, tensor.bytes.byteLength);
    for (let i = 0; i < length; i++) parameters[offset + i] = view.getFloat64(8 * i, true);
    if (!parameters.subarray(offset, offset + length).every(Number.isFinite)) throw badFile(NUMBERS, `tensor "${name}" has a number that is not finite`);
  }
  return parameters;
}
