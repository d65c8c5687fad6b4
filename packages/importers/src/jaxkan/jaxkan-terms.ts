import { weightsOf } from '../foreign-layer.js';
import { sumOfFunctions } from '../functions/sum-of-functions.js';
import { edgesOn, type TermDraft } from '../network-draft.js';
import { gaussianTerms } from '../rbf/gaussian-terms.js';
import { innerDomain } from '../splines/inner-domain.js';
import { splineTerm } from '../splines/spline-term.js';
import type { JaxkanLayer } from './jaxkan-layer.js';

/** A layer in our words. */
export interface JaxkanTerms {
  readonly terms: readonly TermDraft[];
  /** Where it knows its inputs; null where its functions have no range. */
  readonly known: readonly (readonly [number, number])[] | null;
  /** What is added to its sums whatever x is, besides the bias. */
  readonly constants?: Float64Array;
}

/** Kinds of layers by the names of their classes. */
const KINDS: Readonly<Record<string, (layer: JaxkanLayer) => JaxkanTerms>> = {
  BaseLayer: (layer) => {
    const { inputs, sums } = layer;
    const grid = layer.array('grid', [inputs * sums, null]);
    const { values, shape: [, size = 0] } = layer.array('c_basis', [inputs * sums, null]);
    const knots = grid.shape[1]!;
    const gridOf = (row: number): Float64Array => grid.values.subarray(row * knots, (row + 1) * knots);
    // Knots are kept for every edge, and are those of its input.
    for (let row = inputs; row < inputs * sums; row++) {
      const [own, first] = [gridOf(row), gridOf(row % inputs)];
      if (own.some((knot, k) => knot !== first[k])) throw layer.refusal(`has edges with knots of their own, from input ${row % inputs + 1}`, 'Keep the knots that update_grids gives.');
    }
    return splines(layer, gridOf, grid.isSingle, knots, size, ([i, s]) => values.subarray((s * inputs + i) * size, (s * inputs + i + 1) * size));
  },
  SplineLayer: (layer) => {
    const grid = layer.array('grid', [layer.inputs, null]);
    const knots = grid.shape[1]!;
    const { size, of } = coefficientsOf(layer, 'c_basis');
    return splines(layer, (input) => grid.values.subarray(input * knots, (input + 1) * knots), grid.isSingle, knots, size, of);
  },
  ChebyshevLayer: (layer) => polynomials('chebyshev', layer),
  LegendreLayer: (layer) => polynomials('legendre', layer),
  FourierLayer: (layer) => {
    const [cosines, sines] = [coefficientsOf(layer, 'c_cos'), coefficientsOf(layer, 'c_sin')];
    const modes = cosines.size;
    if (sines.size !== modes) throw layer.mistake(`has ${modes} cosines and ${sines.size} sines`);
    const edges = edgesOn(layer.inputs, layer.sums, () => true);
    const coefficients = Float64Array.from(edges.flatMap((edge) => [0, ...Array.from({ length: modes }, (_, k) => [cosines.of(edge)[k]!, sines.of(edge)[k]!]).flat()]));
    // A period of 2 pi around 0.
    const known = Array.from({ length: layer.inputs }, () => [-Math.PI, Math.PI] as const);
    return {
      known, terms: [{ spec: { basis: { kind: 'fourier', modes, periodic: true }, edge: { kind: 'plain' }, inputMap: 'interval', outside: 'free' }, numbers: { coefficients, domain: Float64Array.from(known.flat()) } }],
    };
  },
  RBFLayer: (layer) => {
    const { inputs, about: { kernel } } = layer;
    if (kernel?.type !== 'gaussian') throw layer.refusal(`has the kernel ${kernel?.type ?? 'of no name'}, and known is gaussian`, 'Train one with that.');
    const { size, of } = coefficientsOf(layer, 'c_basis');
    const grid = layer.array('grid', [inputs, size]);
    const centers = (input: number): Float64Array => grid.values.subarray(input * size, (input + 1) * size);
    // e^(-(x - c)^2 / 2 std^2)
    const terms = gaussianTerms({ ...layer.edges(of), centers, reach: Math.SQRT2 * kernel.std, isSingle: grid.isSingle });
    return { terms, known: Array.from({ length: inputs }, (_, i) => { const [a, b] = [centers(i)[0]!, centers(i)[size - 1]!]; return a < b ? [a, b] as const : [a - 1, a + 1] as const; }) };
  },
  SineLayer: (layer) => {
    const { size, of } = coefficientsOf(layer, 'c_basis');
    const [omega, phase] = [layer.array('omega', [size, 1]).values, layer.array('phase', [size, 1]).values];
    // (sin(w x + p) - mean) / (spread + 1e-8), for x of a normal distribution.
    const means = omega.map((w, k) => Math.exp(-(w ** 2) / 2) * Math.sin(phase[k]!));
    const factors = omega.map((w, k) => 1 / (Math.sqrt((1 - Math.exp(-2 * w ** 2) * Math.cos(2 * phase[k]!)) / 2 - means[k]! ** 2) + 1e-8));
    if (factors.some((factor) => !Number.isFinite(factor))) throw layer.refusal('has a sine that does not change', 'Train on.');
    const edges = layer.edges(of);
    const constants = new Float64Array(layer.sums);
    for (const edge of edgesOn(layer.inputs, layer.sums, () => true)) of(edge).forEach((c, k) => { constants[edge[1]]! -= edges.basisWeight(edge) * c * factors[k]! * means[k]!; });
    return { known: null, constants, terms: sumOfFunctions('sine', edges, size, (edge, k) => ({ a: omega[k]!, b: phase[k]!, c: of(edge)[k]! * factors[k]! })) };
  },
};

/** @throws KnotworkError `capability` for a kind that is not known, and what it has that cannot be expressed, `input` for arrays that do not belong together */
export function jaxkanTerms(layer: JaxkanLayer): JaxkanTerms {
  const { type } = layer.about;
  const make = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (make === undefined) throw layer.refusal(`is a ${type}, and known are ${Object.keys(KINDS).join(', ')}`, 'Train one of these.');
  return make(layer);
}

/** Coefficients that stand by sum and input: `[sums, inputs, size]`. */
function coefficientsOf(layer: JaxkanLayer, name: string) {
  const { inputs, sums } = layer;
  const { values, shape: [, , size = 0] } = layer.array(name, [sums, inputs, null]);
  return { size, of: ([i, s]: readonly [number, number]): Float64Array => values.subarray((s * inputs + i) * size, (s * inputs + i + 1) * size) };
}

function splines(layer: JaxkanLayer, grid: (input: number) => Float64Array, isSingle: boolean, knots: number, size: number, coefficients: (edge: readonly [number, number]) => Float64Array): JaxkanTerms {
  const degree = layer.about.k ?? -1;
  if (degree < 0 || knots !== size + degree + 1) throw layer.mistake(`has ${knots} knots, which do not go with ${size} coefficients and degree ${layer.about.k ?? 'unknown'}`);
  const { inputs, sums } = layer;
  const term = splineTerm({ ...layer.edges(coefficients), file: layer.file, layer: layer.title, degree, isSingle, grid, edges: edgesOn(inputs, sums, () => true) });
  return { terms: [term], known: Array.from({ length: inputs }, (_, input) => innerDomain(grid(input), degree)) };
}

/** Polynomials of tanh x. With a bias they have no constant. */
function polynomials(kind: 'chebyshev' | 'legendre', layer: JaxkanLayer): JaxkanTerms {
  const { inputs, sums, hasBias, about: { D: degree } } = layer;
  const { size, of } = coefficientsOf(layer, 'c_basis');
  if (degree === null || size !== degree + (hasBias ? 0 : 1)) throw layer.mistake(`has ${size} coefficients, which do not go with degree ${degree ?? 'unknown'} and ${hasBias ? 'a' : 'no'} bias`);
  if (degree < 1) throw layer.refusal('has polynomials of degree 0', 'Train one with degree 1 or more.');
  const edges = edgesOn(inputs, sums, () => true);
  const own = layer.edges(of);
  return {
    known: null, terms: [{
      spec: { basis: { kind, degree }, edge: { kind: 'residual', base: own.base }, inputMap: 'tanh', outside: 'free' },
      numbers: { coefficients: Float64Array.from(edges.flatMap((edge) => [...(hasBias ? [0] : []), ...of(edge)])), ...weightsOf(own, edges), domain: Float64Array.from({ length: 2 * inputs }, (_, k) => (k % 2 === 0 ? -1 : 1)) },
    }],
  };
}
