import { type Expr, type Operand, substitute, toExpr } from '@knotwork/algebra';
import { type BasisDefinition, callPlugin, type Catalog, type PluginUse, type TermSpec } from '@knotwork/plugin';
import type { TermStructure } from '@knotwork/plugin/engine';
import { brokenBasis, needsEvenKnots, noIntervals } from '../errors.js';
import { inputMaps } from './input-maps.js';
import { functionOfAnything, namedFunction } from './named-function.js';
import { parseOptions } from './parse-options.js';
import { readFeatures } from './read-features.js';
import { type Segments, segmentsOfTerm, type TermPlace } from './segments.js';
import { soundBasis, soundWindow } from './sound-basis.js';
import { termEdges } from './term-edges.js';
import { traceFeatures } from './trace-features.js';

/** Terms of a network that were made of the same parts, wherever they stand: they differ in their edges and the places of their numbers. */
export type TermsByParts = Map<string, Omit<TermStructure, 'index' | 'edges' | 'segments'>>;

/** Resolves the names of one term, asks its basis for what it claims, and lays out its numbers. @param known terms of the same network */
export function resolveTerm(spec: TermSpec, at: TermPlace, catalog: Catalog, segments: Segments, known: TermsByParts): TermStructure {
  const { edges, ...parts } = spec;
  const key = JSON.stringify(parts);
  const made = known.get(key) ?? resolveParts(spec, at, catalog);
  known.set(key, made);
  const term: Omit<TermStructure, 'segments'> = { index: at.term, ...made, edges: termEdges(edges, at) };
  return Object.freeze({ ...term, segments: segmentsOfTerm(segments, at, term) });
}

function resolveParts(spec: TermSpec, at: TermPlace, catalog: Catalog): Omit<TermStructure, 'index' | 'edges' | 'segments'> {
  const basis = catalog.get('basis', spec.basis.kind);
  const basisOptions = parseOptions(basis, spec.basis);
  const { size, intervals, shape, claims } = soundBasis(basis, basisOptions);
  const knots = spec.knots ?? 'even';
  if (knots === 'own' && intervals === null) throw noIntervals(at.layer, basis.name);
  const uses = callPlugin(basis, 'functions', () => basis.functions?.(basisOptions) ?? {});
  const { start, values, isPlacedByNumber } = traceFeatures(basis, basisOptions, { intervals, knots, shape: Object.keys(shape), functions: functionsOf(uses, catalog) });
  if (knots === 'own' && isPlacedByNumber) throw needsEvenKnots(at.layer, basis.name);
  const window = soundWindow(basis, basisOptions, size, { start, values });
  const { map, fixedDomain } = inputMaps[spec.inputMap];
  const onDomainMove = fixedDomain === null ? basis.capabilities.onDomainMove : 'none';

  return {
    form: basis.capabilities.support, basisName: basis.name, basisOptions, claims, inputMap: spec.inputMap, map, fixedDomain,
    onDomainMove, transport: onDomainMove === 'transport' ? transportOf(basis, basisOptions) : null, outside: map === null ? spec.outside : 'free',
    size, window, intervals, knots, mayOwnKnots: onDomainMove === 'refit' && intervals !== null && !isPlacedByNumber, shape,
    features: Object.freeze({ start, values: Object.freeze(values) }), reads: readFeatures(basis, basisOptions, { size, shape, functions: uses }, catalog), ...composed(spec.edge, catalog),
  };
}

/** A call of the basis that comes later than all others: where a domain goes is known when it moves. */
function transportOf(basis: BasisDefinition, options: Readonly<Record<string, unknown>>): TermStructure['transport'] {
  return (shape, from, to) => {
    const moved = callPlugin(basis, 'transport', () => basis.transport!(shape, from, to, options));
    const [wanted, got] = [Object.keys(shape), Object.keys(moved)];
    if (wanted.length !== got.length || wanted.some((name) => !Object.hasOwn(moved, name))) {
      throw brokenBasis(basis.name, `its "transport" must return the shape parameters ${wanted.join(', ')}; it returned ${got.length === 0 ? 'none' : got.join(', ')}`);
    }
    return moved;
  };
}

/** What an edge has besides the sum of its basis functions. */
function composed(use: PluginUse, catalog: Catalog): { readonly base: Expr | null; readonly hasBasisWeight: boolean } {
  const edge = catalog.get('edge', use.kind);
  const options = parseOptions(edge, use);
  const { base, basisWeight } = callPlugin(edge, 'compose', () => edge.compose(options));
  return { base: base === null ? null : functionOfAnything(base, catalog), hasBasisWeight: basisWeight };
}

/** Functions that a basis asks for, ready to be applied. */
function functionsOf(uses: Readonly<Record<string, PluginUse>>, catalog: Catalog): Readonly<Record<string, (x: Operand) => Expr>> {
  return Object.fromEntries(Object.entries(uses).map(([name, use]) => {
    const f = namedFunction(use, catalog);
    return [name, (x: Operand): Expr => substitute([f], { x: toExpr(x) })[0]!];
  }));
}
