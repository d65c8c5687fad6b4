import { AS_GIVEN, callPlugin, type Catalog, type ForeignFile, type ImporterDefinition, type Network, type NetworkSpec, type PluginUse } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { brokenImporter, nothingToImport } from './import-errors.js';
import { parseOptions } from '../structure/parse-options.js';
import { resolve } from '../structure/resolve.js';
import { unsoundParameters } from './sound-parameters.js';

/** A network of another program, as an importer that is installed understood it. */
export interface NetworkOfImport {
  readonly network: Network;
  readonly structure: Structure;
  /** Where it knows its inputs. */
  readonly domains: readonly (readonly [minimum: number, maximum: number])[];
  readonly notes: readonly string[];
}

/** Names of inputs and outputs, where somebody gives them. @throws KnotworkError `input` where there are more or fewer than the network has */
export type Naming = (own: { readonly inputs: readonly string[]; readonly outputs: readonly string[] }) => { readonly inputs: readonly string[]; readonly outputs: readonly string[] };

/**
 * Reads a file of another program with an importer that is installed. What the importer gives is looked at as the file of a network would be.
 *
 * @param use importer and options
 * @throws KnotworkError `input` and `capability` as the importer says, `plugin` for an importer that gives no network
 */
export function networkFromImport(file: ForeignFile, use: PluginUse, catalog: Catalog, naming: Naming = (own) => own): NetworkOfImport {
  const importer: ImporterDefinition = catalog.get('importer', use.kind);
  const options = parseOptions(importer, use);
  const { inputs, outputs, layers, numbers, domains, notes } = callPlugin(importer, 'read', () => importer.read(file, options));
  const named = naming({ inputs, outputs });
  const spec: NetworkSpec = { inputs: named.inputs.map((name) => ({ name, map: AS_GIVEN })), outputs: named.outputs.map((name) => ({ name, map: AS_GIVEN })), layers };
  const broken = (reason: string) => brokenImporter(importer.name, reason);
  const widths = [inputs.length, ...layers.map((layer) => layer.outputs)];
  if (layers.some((layer, l) => layer.inputs !== widths[l]) || widths.at(-1) !== outputs.length) throw broken(`its layers do not follow one another from ${inputs.length} inputs to ${outputs.length} outputs`);
  if (domains.length !== inputs.length || domains.some(([a, b]) => !(a < b))) throw broken('it must give a domain [minimum, maximum] for every input');
  const structure = resolve(spec, catalog);
  if (structure.layers.every((layer) => layer.terms.every(({ edges }) => edges.count === 0))) throw nothingToImport(file.name);
  const parameters = new Float64Array(structure.length);
  const strange = [...numbers.keys()].find((name) => !structure.segments.some((segment) => segment.name === name));
  if (strange !== undefined) throw broken(`it gives "${strange}", which its layers do not have`);
  for (const { name, shape, offset, length } of structure.segments) {
    const values = numbers.get(name);
    if (values === undefined) throw broken(`it gives no "${name}"`);
    if (values.length !== length) throw broken(`it gives ${values.length} numbers of "${name}", whose shape is [${shape.join(', ')}]`);
    if (!values.every(Number.isFinite)) throw broken(`it gives a number of "${name}" that is not finite`);
    parameters.set(values, offset);
  }
  const unsound = unsoundParameters(structure, parameters);
  if (unsound !== null) throw broken(unsound);
  return { network: { spec, parameters }, structure, domains, notes };
}
