import type { Expr } from '@knotwork/algebra';
import { callPlugin, type Catalog, type PluginUse, type TermSpec, type TermStructure } from '@knotwork/plugin';
import { badMask, brokenBasis, needsEvenKnots, noIntervals } from '../errors.js';
import { inputMaps } from './input-maps.js';
import { namedFunction } from './named-function.js';
import { parseOptions } from './parse-options.js';
import { type Segments, segmentsOfTerm, type TermPlace } from './segments.js';
import { requireSound } from './sound-basis.js';
import { traceFeatures } from './trace-features.js';

/** Resolves the names of one term and lays out its numbers. */
export function resolveTerm(spec: TermSpec, at: TermPlace, catalog: Catalog, segments: Segments): TermStructure {
  const { map, fixedDomain } = inputMaps[spec.inputMap];
  const basis = catalog.get('basis', spec.basis.kind);
  const basisOptions = parseOptions(basis, spec.basis);
  const size = callPlugin(basis, 'size', () => basis.size(basisOptions));
  const intervals = callPlugin(basis, 'intervals', () => basis.intervals?.(basisOptions) ?? null);
  const shape = Object.freeze({ ...callPlugin(basis, 'shape', () => basis.shape?.(basisOptions) ?? {}) });
  requireSound(basis, basisOptions, size, intervals, shape);
  const knots = spec.knots ?? 'even';
  if (knots === 'own' && intervals === null) throw noIntervals(at.layer, basis.name);
  const { start, values, isPlacedByNumber } = traceFeatures(basis, basisOptions, intervals, knots, Object.keys(shape));
  if (knots === 'own' && isPlacedByNumber) throw needsEvenKnots(at.layer, basis.name);
  const form = basis.capabilities.support;
  const window = form === 'window' ? callPlugin(basis, 'window', () => basis.window?.(basisOptions) ?? values.length) : size;
  if (!(window >= 1 && window <= size)) throw brokenBasis(basis.name, `it declares ${window} live features of ${size}`);
  if (values.length !== window) throw brokenBasis(basis.name, `it declares ${window} live features and returns ${values.length}`);
  if ((form === 'window') !== (start !== null)) throw brokenBasis(basis.name, `it declares ${form} support and returns ${start === null ? 'no' : 'a'} start`);

  const term = {
    index: at.term, form, basis, basisOptions, inputMap: spec.inputMap, map, fixedDomain, outside: map === null ? spec.outside : 'free', size, window, intervals, knots, shape,
    onDomainMove: fixedDomain === null ? basis.capabilities.onDomainMove : 'none',
    mayOwnKnots: fixedDomain === null && intervals !== null && !isPlacedByNumber && basis.capabilities.onDomainMove === 'refit',
    features: Object.freeze({ start, values: Object.freeze(values) }), ...composed(spec.edge, catalog), mask: maskOf(spec, at),
  } as const;
  return Object.freeze({ ...term, segments: segmentsOfTerm(segments, at, term) });
}

/** What an edge has besides the sum of its basis functions. */
function composed(use: PluginUse, catalog: Catalog): { readonly base: Expr | null; readonly hasBasisWeight: boolean } {
  const edge = catalog.get('edge', use.kind);
  const options = parseOptions(edge, use);
  const { base, basisWeight } = callPlugin(edge, 'compose', () => edge.compose(options));
  return { base: base === null ? null : namedFunction(base, catalog), hasBasisWeight: basisWeight };
}

/** 1 where the edge is on: `[inputs][outputs]`. */
function maskOf({ masked = [] }: TermSpec, { layer, inputs, outputs }: TermPlace): Uint8Array {
  const mask = new Uint8Array(inputs * outputs).fill(1);
  for (const [from, to] of masked) {
    if (!(from >= 0 && from < inputs && to >= 0 && to < outputs)) throw badMask(layer, from, to);
    mask[from * outputs + to] = 0;
  }
  return mask;
}
