import { callPlugin, type Catalog, type LayerSpec, type NetworkSpec, type TermSpec } from '@knotwork/plugin';
import { layerNodes, sumsOf } from './layer-nodes.js';
import { parseOptions } from './parse-options.js';

/** How large a network would be: numbers of all its layers. */
export interface NetworkSize {
  /** Edges that are on, term by term. */
  readonly edges: number;
  /** Coefficients of basis functions. */
  readonly coefficients: number;
  /** All numbers of its parameter vector, grids included. */
  readonly parameters: number;
}

/**
 * Counts what a specification asks for by arithmetic alone: nothing is traced, and nothing is allocated that grows with widths or resolution. For every
 * input at least one edge is taken to be on.
 *
 * @throws KnotworkError as `resolve` does, for unknown names and options that do not fit
 */
export function networkSize(spec: NetworkSpec, catalog: Catalog): NetworkSize {
  return addSizes(layerSizes(spec, catalog));
}

/** The same for every layer by itself. */
export function layerSizes(spec: NetworkSpec, catalog: Catalog): NetworkSize[] {
  const known = new Map<string, PerEdge>();
  const perEdge = ({ edges: _, ...term }: TermSpec): PerEdge => {
    const key = JSON.stringify(term);
    const found = known.get(key) ?? perEdgeOf(term, catalog);
    known.set(key, found);
    return found;
  };
  return spec.layers.map((layer) => sizeOfLayer(layer, perEdge, catalog));
}

export function addSizes(sizes: readonly NetworkSize[]): NetworkSize {
  return sizes.reduce((a, b) => ({ edges: a.edges + b.edges, coefficients: a.coefficients + b.coefficients, parameters: a.parameters + b.parameters }), { edges: 0, coefficients: 0, parameters: 0 });
}

/** Numbers of a term: of each edge, of each input, and of the layer. */
interface PerEdge { readonly size: number; readonly edge: number; readonly input: number; readonly layer: number }

function sizeOfLayer(layer: LayerSpec, perEdge: (term: TermSpec) => PerEdge, catalog: Catalog): NetworkSize {
  const sums = sumsOf(layerNodes(layer, catalog));
  const pairs = layer.inputs * sums;
  const terms = layer.terms.map((term): NetworkSize => {
    const { size, edge, input, layer: shared } = perEdge(term);
    const edges = term.edges === undefined ? pairs : 'only' in term.edges ? term.edges.only.length : pairs - term.edges.except.length;
    return { edges, coefficients: edges * size, parameters: edges * edge + layer.inputs * input + shared };
  });
  return addSizes([...terms, { edges: 0, coefficients: 0, parameters: sums }]);
}

function perEdgeOf({ basis: use, edge: edgeUse, knots }: TermSpec, catalog: Catalog): PerEdge {
  const basis = catalog.get('basis', use.kind);
  const options = parseOptions(basis, use);
  const size = callPlugin(basis, 'size', () => basis.size(options));
  const intervals = callPlugin(basis, 'intervals', () => basis.intervals?.(options) ?? null);
  const shape = Object.values(callPlugin(basis, 'shape', () => basis.shape?.(options) ?? {}));
  const edge = catalog.get('edge', edgeUse.kind);
  const { base, basisWeight } = callPlugin(edge, 'compose', () => edge.compose(parseOptions(edge, edgeUse)));
  const shapesOf = (scope: 'edge' | 'input' | 'layer'): number => shape.filter((s) => s.scope === scope).length;
  return {
    size, edge: size + (base === null ? 0 : 1) + (basisWeight ? 1 : 0) + shapesOf('edge'),
    input: 2 + (knots === 'own' ? (intervals ?? 0) + 1 : 0) + shapesOf('input'), layer: shapesOf('layer'),
  };
}
