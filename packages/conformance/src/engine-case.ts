import { formula, input } from '@knotwork/algebra';
import { createNetwork, gridOf, spacedKnots, writeGrid } from '@knotwork/network';
import { randomStream, type RandomStream } from '@knotwork/numerics';
import type { Catalog, Network, Objective, Rows, StatisticPenalty, Structure } from '@knotwork/plugin';
import { plainCatalog } from './plain-catalog.js';
import { referencePlugins } from './reference-plugins.js';

/** What the networks of checks are made of. */
export const catalog: Catalog = plainCatalog(referencePlugins);

/** A random network with rows, for checks. */
export interface EngineCase { readonly network: Network; readonly structure: Structure; readonly rows: Rows; readonly widths: readonly number[] }

/** Every third network has knots of its own. */
const ownKnots = (seed: number): boolean => seed % 3 === 0;

/** Draws a network: shape, degree, intervals, knots, edges and rows from a seed. Inputs reach beyond the domain. */
export function randomCase(seed: number): EngineCase {
  const stream = randomStream(seed, 'engine-case');
  const widths = Array.from({ length: 2 + stream.integer(3) }, () => 1 + stream.integer(4));
  const edge = [{ kind: 'reference-residual' }, { kind: 'reference-residual', base: false }, { kind: 'reference-plain' }][stream.integer(3)]!;
  const layers = widths.slice(1).map((outputs, l) => ({
    layer: { kind: 'reference-layer' }, edge, inputMap: 'interval' as const, outside: (['linear', 'constant', 'free', 'periodic'] as const)[stream.integer(4)]!,
    ...(ownKnots(seed)
      ? { basis: { kind: 'reference-hat', intervals: 2 + stream.integer(12) }, knots: 'own' as const }
      : { basis: { kind: 'reference-spline', degree: 2 + stream.integer(3), intervals: 1 + stream.integer(12) } }),
    ...(stream.integer(3) === 0 && widths[l]! > 1 ? { masked: [[0, stream.integer(outputs)] as const] } : {}),
  }));
  const variables = (n: number): { name: string; center: number; scale: number }[] => Array.from({ length: n }, (_, i) => ({ name: `v${i}`, center: 0, scale: 1 }));
  const { network, structure } = createNetwork({
    widths, layers, initializers: layers.map(() => ({ kind: 'reference-random' })), inputs: variables(widths[0]!), outputs: variables(widths.at(-1)!),
    domains: Array.from({ length: widths[0]! }, () => [-1, 1 + stream.next()] as const),
  }, stream, catalog);
  if (ownKnots(seed)) scatterKnots(structure, network.parameters, stream);
  const count = 1 + stream.integer(300);
  const column = (width: number): Float64Array => Float64Array.from({ length: count * width }, () => stream.uniform(-1.2, 1.2));
  return {
    network, structure, widths,
    rows: { inputs: { count, width: widths[0]!, values: column(widths[0]!) }, targets: { count, width: widths.at(-1)!, values: column(widths.at(-1)!) } },
  };
}

function scatterKnots(structure: Structure, parameters: Float64Array, stream: RandomStream): void {
  for (const layer of structure.layers) {
    for (const term of layer.terms) {
      for (let i = 0; i < layer.inputs; i++) {
        const { domain } = gridOf(term, parameters, i);
        const wanted = Float64Array.from({ length: term.intervals! + 1 }, () => stream.uniform(...domain));
        writeGrid(term, parameters, i, { domain, knots: spacedKnots(wanted, domain, term.intervals!) });
      }
    }
  }
}

/** Mean squared error, with smoothing and roughness where asked for. */
export function squaredError(outputs: number, smoothing = 0): Objective {
  const range = Array.from({ length: outputs }, (_, q) => q);
  return {
    blocks: [{
      points: 'data', form: 'residuals', weight: 1,
      formula: formula([...range.map((q) => `y${q}`), ...range.map((q) => `t${q}`)], Object.fromEntries(range.map((q) => [`r${q}`, input(`y${q}`).sub(input(`t${q}`))]))),
    }],
    penalties: smoothing > 0 ? [{ kind: 'smoothing', strength: smoothing }, roughness(smoothing)] : [],
  };
}


/** A concave penalty of the roughness of whole layers, so that its tangent differs from it. */
function roughness(strength: number): StatisticPenalty {
  return {
    kind: 'statistic', name: 'reference-roughness', statistic: 'roughness', scope: 'layer', derivative: 1,
    sums: formula(['s'], { total: input('s') }), penalty: formula(['total'], { p: input('total').add(1).log().mul(strength) }),
  };
}
