import { type ExportedModel, type ExportedNetwork, type ExportedVariable, type InputVariable, KnotworkError, type Network, type Samples, type Variable } from '@knotwork/plugin';
import type { LayerStructure, Structure } from '@knotwork/plugin/engine';
import type { LoadedNetwork } from '../files/load-network.js';
import { hasConditions } from '../conditions/conditioned-read.js';
import { userPlaces } from '../maps/variable-map.js';
import { layersWithConditions } from './condition-layers.js';
import { derivativeNetwork } from './derivative-network.js';
import { exportedMaps } from './exported-maps.js';
import { exportedTerm } from './exported-term.js';

/** What a network is called and said to be where it goes. */
export interface ExportNaming {
  /** Of files and functions; what cannot stand in a name becomes an underscore. */
  readonly name: string;
  /** Where it came from, in sentences without times. */
  readonly origin?: readonly string[];
  /** Derivatives that are exported besides: what follows the name of an output and an underscore, and numbers of inputs, whose maps must be smooth. Left out for none. */
  readonly derivatives?: readonly { readonly name: string; readonly inputs: readonly number[] }[];
  /** Rows of inputs in the user's units, for exporters that choose ranges by them. */
  readonly rows?: Samples;
}

/** What of a loaded network is exported. */
export type ExportSource = Pick<LoadedNetwork, 'network' | 'structure'> & { readonly about: Pick<LoadedNetwork['about'], 'task' | 'classes'> };

/**
 * A trained network, or several whose mean is meant, as exporters see them. Cost: of the size of the parameters, and of tracing.
 *
 * @param members at least one; the same inputs, outputs, task and classes in all of them
 * @throws KnotworkError `input` for members that do not belong together
 */
export function exportedModel(members: readonly ExportSource[], { name, origin = [], derivatives = [], rows }: ExportNaming): ExportedModel {
  const [first] = members;
  if (first === undefined) throw new KnotworkError('input', 'An export needs at least one network; got none.');
  const { task, classes } = first.about;
  const { inputs, outputs } = first.network.spec;
  const face = ({ network: { spec }, about }: ExportSource): string => JSON.stringify([spec.inputs.map((v) => v.name), spec.outputs.map((v) => v.name), about.task, about.classes]);
  const stranger = members.findIndex((member) => face(member) !== face(first));
  if (stranger > 0) throw new KnotworkError('input', `Network ${stranger + 1} has other inputs, outputs or classes than the first one. Export networks of one run.`);
  return Object.freeze({
    name: identifierOf(name), origin: Object.freeze([...origin]), task, classes,
    inputs: inputs.map((variable, i) => ({ ...named(variable), domain: domainOf(members, i) })), outputs: outputs.map(named),
    members: members.map(({ network, structure }) => exportedNetwork(network, structure)),
    ...(rows === undefined ? {} : { rows }),
    ...(derivatives.length === 0 ? {} : { derivatives: {
      columns: outputs.flatMap((variable, output) => derivatives.map((of) => ({ name: `${variable.name}_${of.name}`, output, inputs: of.inputs }))),
      members: members.map(({ network, structure }) => derivativeNetwork(network, structure, derivatives.map((of) => of.inputs))),
    } }),
  });
}

function exportedNetwork({ spec, parameters }: Network, { layers }: Structure): ExportedNetwork {
  const own = layers.map((layer) => Object.freeze({
    inputs: layer.inputs, sums: layer.sums, outputs: layer.outputs, bias: biasOf(layer, parameters), nodes: layer.nodes,
    terms: layer.terms.map((term) => exportedTerm(term, parameters)).filter((term) => term !== null),
  }));
  const { inputs, outputs } = spec;
  return Object.freeze({
    maps: exportedMaps(inputs.map(({ map }) => map)),
    layers: hasConditions(outputs) ? layersWithConditions(own, spec) : own,
    scale: Float64Array.from(spec.outputs, ({ map }) => map.scale), center: Float64Array.from(spec.outputs, ({ map }) => map.center),
  });
}

const biasOf = ({ bias: { offset, length } }: LayerStructure, parameters: Float64Array): Float64Array => parameters.slice(offset, offset + length);

function named({ name, unit }: Variable | InputVariable): ExportedVariable { return { name, ...(unit === undefined ? {} : { unit }) }; }

/** From the least to the largest end of the domains that an input has, in the user's units; null where no term has one of its own. */
function domainOf(members: readonly ExportSource[], input: number): readonly [number, number] | null {
  const ends = members.flatMap(({ network: { spec, parameters }, structure }) => structure.layers[0]!.terms.flatMap(({ fixedDomain, edges, segments }) => {
    const live = edges.inputAt[input]!;
    if (fixedDomain !== null || live < 0) return [];
    const from = segments.domain.offset + 2 * live;
    return [...userPlaces(spec.inputs[input]!.map, parameters.subarray(from, from + 2))];
  }));
  return ends.length === 0 ? null : [Math.min(...ends), Math.max(...ends)];
}

/** A name in every language: letters, digits and underscores, a letter first. */
function identifierOf(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  return /^[A-Za-z]/.test(plain) ? plain : `network${plain === '' ? '' : `_${plain}`}`;
}
