import { constant, type Expr, type Formula, formula, grid, GRID_MAX, GRID_MIN, input, isExpr, onEvenGrid, onOwnGrid, substitute, trace } from '@knotwork/algebra';
import {
  type BasisDefinition, callPlugin, type Catalog, type Definition, type InputMap, type LayerDefinition, type LayerSpec, type LayerStructure, type NetworkSpec, type PluginUse, type Segment,
  type SegmentRole, type ShapeParameter, type Structure, type TermSpec, type TermStructure, type WindowFeatures,
} from '@knotwork/plugin';
import { badMask, badOptions, brokenBasis, needsEvenKnots, noIntervals } from '../errors.js';

/** Options of a named plugin after defaults, frozen. @throws KnotworkError `input` */
export function parseOptions(definition: Definition, use: PluginUse): Readonly<Record<string, unknown>> {
  const { kind, ...options } = use;
  const parsed = definition.options.safeParse(options);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw badOptions(definition.kind, kind, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
  }
  return Object.freeze(parsed.data);
}

/**
 * Looks up every name of a specification, checks options, traces formulas: once per spec and after every edit.
 * Everything below works on the result and never looks up a name.
 *
 * @throws KnotworkError `input` for an unknown name or options that do not fit; `plugin` for a basis that breaks its contract
 */
export function resolve(spec: NetworkSpec, catalog: Catalog): Structure {
  const segments: Segment[] = [];
  let length = 0;
  const segment = (name: string, role: SegmentRole, layer: number, term: number, shape: number[], trainable: boolean): Segment => {
    const s = Object.freeze({ name, role, layer, term, shape: Object.freeze(shape), offset: length, length: shape.reduce((a, b) => a * b, 1), trainable });
    length += s.length;
    segments.push(s);
    return s;
  };
  const layers = spec.layers.map((layer, l): LayerStructure => {
    const core = catalog.get('layer', layer.layer.kind);
    const options = parseOptions(core, layer.layer);
    const terms = layer.terms.map((term, t) => resolveTerm(term, t, layer.inputs, layer.outputs, l, catalog, (name, role, shape, trainable) =>
      segment(`layers.${l}.terms.${t}.${name}`, role, l, t, shape, trainable)));
    const next = spec.layers[l + 1];
    const trainsBias = Uint8Array.from({ length: layer.outputs }, (_, to) => (spansConstantsAt(terms, to, layer) || (next !== undefined && isUnread(next, to)) ? 0 : 1));
    const node = nodeFormula(core, options, layer.inputs, catalog);
    const bias = segment(`layers.${l}.bias`, 'bias', l, -1, [layer.outputs], trainsBias.includes(1));
    return Object.freeze({ index: l, inputs: layer.inputs, outputs: layer.outputs, terms: Object.freeze(terms), node, bias, trainsBias });
  });
  return Object.freeze({ spec, layers: Object.freeze(layers), segments: Object.freeze(segments), length });
}

/** y of z, or null for the identity. */
function nodeFormula(core: LayerDefinition, options: Readonly<Record<string, unknown>>, fanIn: number, catalog: Catalog): Formula | null {
  const activation = callPlugin(core, 'activation', () => core.activation?.(options) ?? null);
  const f = activation === null ? null : baseFunction(activation, catalog);
  const node = callPlugin(core, 'node', () => trace(['z'], (z) => {
    const y = core.node?.(z, options, fanIn) ?? z;
    return { y: f === null ? y : substitute([f], { x: y })[0] as Expr };
  }));
  return node.roots[0]!.op === 'input' ? null : node;
}

/** Whether an edge into a node, of a term that spans constants, is on: then a bias would be redundant. */
function spansConstantsAt(terms: readonly TermStructure[], to: number, { inputs, outputs }: { readonly inputs: number; readonly outputs: number }): boolean {
  return terms.some((term) => term.basis.capabilities.spansConstants && Array.from({ length: inputs }, (_, from) => term.mask[from * outputs + to]).includes(1));
}

/** Whether every edge of a layer that begins at an input is off: then nothing reads what it is. */
function isUnread({ terms, outputs }: LayerSpec, from: number): boolean {
  return terms.every(({ masked = [] }) => new Set(masked.filter((pair) => pair[0] === from).map((pair) => pair[1])).size === outputs);
}

/** What an input map does to x, and the domain it reaches. */
const inputMaps: Readonly<Record<InputMap, Pick<TermStructure, 'map' | 'fixedDomain'>>> = Object.freeze({
  interval: { map: null, fixedDomain: null },
  tanh: { map: input('x').tanh(), fixedDomain: [-1, 1] },
  sigmoid: { map: input('x').sigmoid(), fixedDomain: [0, 1] },
  raw: { map: null, fixedDomain: [-1, 1] },
});

type MakeSegment = (name: string, role: SegmentRole, shape: number[], trainable: boolean) => Segment;

function resolveTerm(
  spec: TermSpec, index: number, inputs: number, outputs: number, layer: number, catalog: Catalog, segment: MakeSegment,
): TermStructure {
  const { map, fixedDomain } = inputMaps[spec.inputMap];
  const basis = catalog.get('basis', spec.basis.kind);
  const basisOptions = parseOptions(basis, spec.basis);
  const size = callPlugin(basis, 'size', () => basis.size(basisOptions));
  const intervals = callPlugin(basis, 'intervals', () => basis.intervals?.(basisOptions) ?? null);
  const shape = Object.freeze({ ...callPlugin(basis, 'shape', () => basis.shape?.(basisOptions) ?? {}) });
  requireSound(basis, basisOptions, size, intervals, shape);
  const knots = spec.knots ?? 'even';
  if (knots === 'own' && intervals === null) throw noIntervals(layer, basis.name);
  const { start, values, isPlacedByNumber } = traceFeatures(basis, basisOptions, intervals, knots, Object.keys(shape));
  if (knots === 'own' && isPlacedByNumber) throw needsEvenKnots(layer, basis.name);
  const form = basis.capabilities.support;
  const window = form === 'window' ? callPlugin(basis, 'window', () => basis.window?.(basisOptions) ?? values.length) : size;
  if (!(window >= 1 && window <= size)) throw brokenBasis(basis.name, `it declares ${window} live features of ${size}`);
  if (values.length !== window) throw brokenBasis(basis.name, `it declares ${window} live features and returns ${values.length}`);
  if ((form === 'window') !== (start !== null)) throw brokenBasis(basis.name, `it declares ${form} support and returns ${start === null ? 'no' : 'a'} start`);

  const edge = catalog.get('edge', spec.edge.kind);
  const composition = callPlugin(edge, 'compose', () => edge.compose(parseOptions(edge, spec.edge)));
  const base = composition.base === null ? null : baseFunction(composition.base, catalog);

  const mask = new Uint8Array(inputs * outputs).fill(1);
  for (const [from, to] of spec.masked ?? []) {
    if (!(from >= 0 && from < inputs && to >= 0 && to < outputs)) throw badMask(layer, from, to);
    mask[from * outputs + to] = 0;
  }
  const edges = [inputs, outputs];
  return Object.freeze({
    index, form, basis, basisOptions, inputMap: spec.inputMap, map, fixedDomain, outside: map === null ? spec.outside : 'free', size, window, intervals, knots, shape,
    onDomainMove: fixedDomain === null ? basis.capabilities.onDomainMove : 'none',
    mayOwnKnots: fixedDomain === null && intervals !== null && !isPlacedByNumber && basis.capabilities.onDomainMove === 'refit',
    features: Object.freeze({ start, values: Object.freeze(values) }), base, hasBasisWeight: composition.basisWeight, mask,
    segments: Object.freeze({
      coefficients: segment('coefficients', 'coefficients', [...edges, size], true),
      baseWeight: base === null ? null : segment('baseWeight', 'baseWeight', edges, true),
      basisWeight: composition.basisWeight ? segment('basisWeight', 'basisWeight', edges, true) : null,
      domain: segment('domain', 'domain', [inputs, 2], false),
      knots: knots === 'own' ? segment('knots', 'knots', [inputs, intervals! + 1], false) : null,
      shape: Object.freeze(Object.fromEntries(Object.entries(shape).map(([name, { scope, trainable }]) =>
        [name, segment(`shape.${name}`, 'shape', { edge: edges, input: [inputs], layer: [1] }[scope], trainable)]))),
    }),
  });
}

/** What a basis declares must at least be possible. */
function requireSound(
  basis: BasisDefinition, options: Readonly<Record<string, unknown>>, size: number, intervals: number | null, shape: Readonly<Record<string, ShapeParameter>>,
): void {
  if (!Number.isInteger(size) || size < 1) throw brokenBasis(basis.name, `its size must be a whole number of at least 1; it is ${size}`);
  if (intervals !== null && (!Number.isInteger(intervals) || intervals < 1)) throw brokenBasis(basis.name, `its intervals must be a whole number of at least 1; they are ${intervals}`);
  for (const [name, parameter] of Object.entries(shape)) requireParameter(basis, name, parameter);
  const scopes = Object.values(shape).map((s) => s.scope);
  if (basis.capabilities.onDomainMove === 'transport') {
    if (basis.transport === undefined) throw brokenBasis(basis.name, 'it declares onDomainMove "transport" and has no function "transport"');
    if (scopes.includes('layer')) throw brokenBasis(basis.name, 'its shape parameters are shared by a whole layer, so they cannot follow the domain of one input');
  }
  const { smoothness, differenceOrder, refine } = basis.capabilities;
  for (const [claim, value, least] of [['smoothness', smoothness?.(options), 0], ['differenceOrder', differenceOrder?.(options), 1]] as const) {
    if (value !== undefined && !(Number.isInteger(value) && value >= least)) throw brokenBasis(basis.name, `its ${claim} must be a whole number of at least ${least}; it is ${JSON.stringify(value)}`);
  }
  const option = refine?.option;
  if (option !== undefined && !(option in basis.options.shape)) throw brokenBasis(basis.name, `it is refined by the option "${option}", which it does not have`);
}

/** Name under which a formula reads a shape parameter. */
export const shapeInput = (name: string): string => `shape.${name}`;

/** What features on a grid read, in the order of a formula's inputs. @param shape names of shape parameters */
export const featureInputs = (shape: readonly string[]): string[] => ['x', GRID_MIN, GRID_MAX, ...shape.map(shapeInput)];

function requireParameter({ name }: BasisDefinition, parameter: string, { scope, trainable, initial, constraint }: ShapeParameter): void {
  const refuse = (what: string, wanted: string): never => { throw brokenBasis(name, `${what} of its shape parameter "${parameter}" must be ${wanted}`); };
  if (!['layer', 'input', 'edge'].includes(scope)) refuse('the scope', 'layer, input or edge');
  if (typeof trainable !== 'boolean') refuse('"trainable"', 'true or false');
  const { from, to } = typeof initial === 'number' ? { from: initial, to: initial } : initial ?? {};
  if (!(Number.isFinite(from) && Number.isFinite(to))) refuse('the initial value', 'a number, or { from, to } with two');
  if (constraint !== undefined && constraint !== 'positive') refuse('the constraint', '"positive", or left out');
}

/** Calls the basis once and rewrites its cells and knots for the kind of grid the term has. */
function traceFeatures(
  basis: BasisDefinition, options: Readonly<Record<string, unknown>>, intervals: number | null, knots: 'even' | 'own', shape: readonly string[],
): { start: Expr | null; values: Expr[]; isPlacedByNumber: boolean } {
  const parameters = Object.fromEntries(shape.map((name) => [name, input(shapeInput(name))]));
  const inputs = featureInputs(shape);
  const returned = callPlugin(basis, 'features', () => basis.features(input('x'), grid, options, parameters)) as readonly Expr[] | WindowFeatures | undefined;
  const isWindow = returned !== undefined && 'start' in returned;
  const values = isWindow ? returned.values : returned;
  if (!Array.isArray(values)) throw brokenBasis(basis.name, 'its features must be a list of formulas, or { start, values } with such a list');
  const start = isWindow ? returned.start : constant(0);
  for (const e of [start, ...values]) {
    if (!isExpr(e)) throw brokenBasis(basis.name, `one of its features is ${typeof e === 'number' ? `the number ${e}, not a formula; write constant(${e})` : `${String(e)}, not a formula`}`);
  }
  if (intervals === null && formula(inputs, Object.fromEntries([start, ...values].map((e, i) => [`f${i}`, e]))).nodes.some((n) => n.op === 'cell' || n.op === 'knot')) {
    throw brokenBasis(basis.name, 'its features use grid.cell or grid.knot and it declares no "intervals"');
  }
  const all = (knots === 'own' ? onOwnGrid : onEvenGrid)([start, ...values], intervals ?? 1);
  // Tracing checks that nothing but x and the grid is read, and shares equal parts.
  const traced = formula(inputs, Object.fromEntries(all.map((e, i) => [`f${i}`, e])));
  const [first, ...rest] = traced.roots;
  return { start: isWindow ? (first as Expr) : null, values: rest, isPlacedByNumber: usesCellsAsPositions(values) };
}

/** Whether the number of an interval goes into a formula other than to ask for a knot: then intervals are taken to be even. */
function usesCellsAsPositions(values: readonly Expr[]): boolean {
  const seen = new Set<Expr>();
  const uses = (e: Expr): boolean => {
    if (e.op === 'cell') return true;
    if (e.op === 'knot' || seen.has(e)) return false;
    seen.add(e);
    return e.args.some(uses);
  };
  return values.some(uses);
}

function baseFunction(use: PluginUse, catalog: Catalog): Expr {
  const definition = catalog.get('function', use.kind);
  const options = parseOptions(definition, use);
  return callPlugin(definition, 'apply', () => definition.apply(input('x'), options));
}
