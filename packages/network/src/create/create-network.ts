import type { RandomStream } from '@knotwork/numerics';
import {
  callPlugin, type Catalog, type EdgePair, type InputVariable, type LayerParts, type LayerSpec, type Network, type NetworkSpec, type PluginUse, type TermShape, type TermSpec, type Variable,
} from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { badEdge, wrongInitialCount } from '../errors.js';
import { firstValue } from './first-value.js';
import { featureMoments } from '../features/feature-moments.js';
import { writeGrid } from '../grid/input-grid.js';
import { layerNodes, sumsOf } from '../structure/layer-nodes.js';
import { parseOptions } from '../structure/parse-options.js';
import { resolve } from '../structure/resolve.js';

/** What a layer is to be made of. */
export interface LayerRequest extends LayerParts {
  readonly layer: PluginUse;
  /** The edges that there are, in groups of the same sort; left out for all. */
  readonly edgeGroups?: readonly EdgeGroup[];
}

/** Some edges of a layer, from inputs to sums, and what they are made of where that is not what the others are made of. */
export interface EdgeGroup extends Partial<LayerParts> {
  readonly only: readonly EdgePair[];
}

/** Writes the specification of a network from its widths and the parts of each layer. */
export function specify(
  widths: readonly number[], layers: readonly LayerRequest[], inputs: readonly InputVariable[], outputs: readonly Variable[], catalog: Catalog,
): NetworkSpec {
  return {
    inputs, outputs,
    layers: layers.map(({ layer, edgeGroups, ...parts }, l): LayerSpec => {
      const core = catalog.get('layer', layer.kind);
      const spec = { layer, inputs: widths[l]!, outputs: widths[l + 1]! };
      const size = { inputs: spec.inputs, sums: sumsOf(layerNodes(spec, catalog)) };
      const termsOf = (of: LayerParts): readonly TermSpec[] => callPlugin(core, 'terms', () => core.terms(parseOptions(core, layer), of, size));
      if (edgeGroups === undefined) return { ...spec, terms: termsOf(parts) };
      const outside = edgeGroups.flatMap(({ only }) => only).find(([from, to]) => from >= size.inputs || to >= size.sums);
      if (outside !== undefined) throw badEdge(l, ...outside);
      return { ...spec, terms: edgeGroups.flatMap(({ only, ...own }) => termsOf({ ...parts, ...own }).flatMap((term) => within(term, only))) };
    }),
  };
}

/** A term on those of some edges that are its own; nothing where none is. */
function within(term: TermSpec, only: readonly EdgePair[]): TermSpec[] {
  const { edges } = term;
  const isNamed = (pairs: readonly EdgePair[], [from, to]: EdgePair): boolean => pairs.some((pair) => pair[0] === from && pair[1] === to);
  const left = only.filter((pair) => edges === undefined || ('only' in edges ? isNamed(edges.only, pair) : !isNamed(edges.except, pair)));
  return left.length === 0 ? [] : [{ ...term, edges: { only: left.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]) } }];
}

/**
 * Fills a network with initial values. Grids of hidden nodes start at [-1, 1].
 *
 * @param initializers per layer
 * @param domains of the network's inputs, in network units
 * @param stream each term draws from a fork of its own, so that a change of one layer shifts no other
 */
export function initialize(
  structure: Structure, initializers: readonly PluginUse[], domains: readonly (readonly [number, number])[], stream: RandomStream, catalog: Catalog,
): Network {
  const parameters = new Float64Array(structure.length);
  for (const layer of structure.layers) {
    const use = initializers[layer.index]!;
    const initializer = catalog.get('initializer', use.kind);
    const options = parseOptions(initializer, use);
    for (const term of layer.terms) {
      for (const i of term.edges.inputs) writeGrid(term, parameters, i, { domain: term.fixedDomain ?? (layer.index === 0 ? domains[i]! : [-1, 1]), knots: null });
      const own = stream.fork(`layers.${layer.index}.terms.${term.index}`);
      const shape: TermShape = {
        inputs: layer.inputs, outputs: layer.outputs, sums: layer.sums, edges: term.edges.count, size: term.size, isWeighted: term.segments.basisWeight !== null, layer: layer.index,
        moments: (spread) => featureMoments(term, parameters, spread),
      };
      const values = callPlugin(initializer, 'initialize', () => initializer.initialize(shape, own, options));
      for (const what of ['coefficients', 'baseWeight', 'basisWeight'] as const) {
        const segment = term.segments[what];
        if (segment === null) continue;
        if (values[what].length !== segment.length) throw wrongInitialCount(initializer.name, what, segment.shape, values[what].length);
        parameters.set(values[what], segment.offset);
      }
      for (const [name, { offset, length }] of Object.entries(term.segments.shape)) {
        const draws = own.fork(`shape.${name}`);
        for (let k = offset; k < offset + length; k++) parameters[k] = firstValue(term.shape[name]!, draws.next());
      }
    }
  }
  return { spec: structure.spec, parameters };
}

/** `specify`, `resolve` and `initialize` in one call. */
export function createNetwork(request: {
  readonly widths: readonly number[]; readonly layers: readonly LayerRequest[]; readonly initializers: readonly PluginUse[];
  readonly inputs: readonly InputVariable[]; readonly outputs: readonly Variable[]; readonly domains: readonly (readonly [number, number])[];
}, stream: RandomStream, catalog: Catalog): { network: Network; structure: Structure } {
  const structure = resolve(specify(request.widths, request.layers, request.inputs, request.outputs, catalog), catalog);
  return { structure, network: initialize(structure, request.initializers, request.domains, stream, catalog) };
}
