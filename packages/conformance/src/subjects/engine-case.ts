import { createNetwork, gridOf, type LayerRequest, spacedKnots, writeGrid } from '@knotwork/network';
import { randomStream, type RandomStream } from '@knotwork/numerics';
import { AS_GIVEN, type Catalog, type Network, type Rows, type Variable } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { plainCatalog } from '../kit/plain-catalog.js';
import { referencePlugins } from './reference-plugins.js';

/** What the networks of checks are made of. */
export const catalog: Catalog = plainCatalog(referencePlugins);

/** A random network with rows, for checks. */
export interface EngineCase {
  /** Names the case in messages, and says where knots are its own. */
  readonly name: string;
  readonly network: Network;
  readonly structure: Structure;
  readonly rows: Rows;
  readonly widths: readonly number[];
}

/** Every third network has knots of its own. */
const ownKnots = (seed: number): boolean => seed % 3 === 0;

/** Draws a network of local bases without shape parameters: widths, degree, intervals, knots, edges and rows from a seed. Inputs reach beyond the domain. */
export function randomCase(seed: number): EngineCase {
  const stream = randomStream(seed, 'engine-case');
  const widths = Array.from({ length: 2 + stream.integer(3) }, () => 1 + stream.integer(4));
  const edge = [{ kind: 'reference-residual' }, { kind: 'reference-residual', base: false }, { kind: 'reference-plain' }][stream.integer(3)]!;
  const layers = widths.slice(1).map((outputs, l) => ({
    layer: { kind: 'reference-layer' }, edge, inputMap: 'interval' as const, outside: (['linear', 'constant', 'free', 'periodic'] as const)[stream.integer(4)]!,
    ...(ownKnots(seed)
      ? { basis: { kind: 'reference-hat', intervals: 2 + stream.integer(12) }, knots: 'own' as const }
      : { basis: { kind: 'reference-spline', degree: 2 + stream.integer(3), intervals: 1 + stream.integer(12) } }),
    ...(stream.integer(3) === 0 && widths[l]! > 1 ? { edges: { except: [[0, stream.integer(outputs)] as const] } } : {}),
  }));
  const drawn = drawNetwork(widths, layers, stream);
  if (ownKnots(seed)) scatterKnots(drawn.structure, drawn.network.parameters, stream);
  return { name: `seed ${seed}${ownKnots(seed) ? ', own knots' : ''}`, widths, ...drawn, rows: drawRows(widths, 1 + stream.integer(300), stream) };
}

/** A network of random numbers on domains that begin at -1 and end somewhere beyond 1. @param scale standard deviation of coefficients and weights */
export function drawNetwork(
  widths: readonly number[], layers: readonly LayerRequest[], stream: RandomStream, from: Catalog = catalog, scale = 0.3,
): { readonly network: Network; readonly structure: Structure } {
  const variables = (n: number): Variable[] => Array.from({ length: n }, (_, i) => ({ name: `v${i}`, map: AS_GIVEN }));
  return createNetwork({
    widths, layers, initializers: layers.map(() => ({ kind: 'reference-random', scale })), inputs: variables(widths[0]!), outputs: variables(widths.at(-1)!),
    domains: Array.from({ length: widths[0]! }, () => [-1, 1 + stream.next()] as const),
  }, stream, from);
}

/** Rows that reach beyond the domain. */
export function drawRows(widths: readonly number[], count: number, stream: RandomStream): Rows {
  const column = (width: number): Float64Array => Float64Array.from({ length: count * width }, () => stream.uniform(-1.2, 1.2));
  return { inputs: { count, width: widths[0]!, values: column(widths[0]!) }, targets: { count, width: widths.at(-1)!, values: column(widths.at(-1)!) } };
}

/** Gives every input of a term that has them knots of its own somewhere. Changes `parameters`. */
export function scatterKnots(structure: Structure, parameters: Float64Array, stream: RandomStream): void {
  for (const layer of structure.layers) {
    for (const term of layer.terms.filter((t) => t.knots === 'own')) {
      for (const i of term.edges.inputs) {
        const { domain } = gridOf(term, parameters, i);
        const wanted = Float64Array.from({ length: term.intervals! + 1 }, () => stream.uniform(...domain));
        writeGrid(term, parameters, i, { domain, knots: spacedKnots(wanted, domain, term.intervals!) });
      }
    }
  }
}
