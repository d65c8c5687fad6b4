import { type LayerRequest, type Penalty } from '@knotwork/network';
import { randomStream, type RandomStream } from '@knotwork/numerics';
import { type BasisDefinition, type Catalog, type Definition, type DefinitionOf, INPUT_MAPS, isKnotworkError, type Kind, OUTSIDES, type PluginUse, type PointRows, type Rows, type Samples } from '@knotwork/plugin';
import type { Objective } from '@knotwork/plugin/engine';
import type { Networks } from '../engine/cases.js';
import { blockCase } from '../subjects/block-case.js';
import { drawNetwork, drawRows, type EngineCase, scatterKnots } from '../subjects/engine-case.js';
import { drawMask, scatterShapes } from '../subjects/mixed-case.js';
import { asPenalty, objectiveOf, withClasses } from '../subjects/plugin-objective.js';
import { entropyPenalty, logPenalty, sumPenalty } from '../subjects/reference-penalties.js';
import { DATA, squaredError } from '../subjects/squared-error.js';
import type { ParityGroup, ParityNetwork, ParityNetworks } from './parity-network.js';
import { drawPlain, usesOf, withReferencePlugins } from './parity-plugins.js';

/** What an edge of the kit is made of. */
const EDGES: readonly PluginUse[] = [{ kind: 'reference-residual' }, { kind: 'reference-residual', base: false }, { kind: 'reference-plain' }];
/** Of the splines below, and the highest derivative whose square has an integral. */
const DEGREE = 3;
/** What surrounds what a network is about: smooth, local and without shape parameters. */
const PLAIN: LayerRequest = { layer: { kind: 'reference-layer' }, edge: { kind: 'reference-residual' }, basis: { kind: 'reference-spline', degree: DEGREE, intervals: 4 }, inputMap: 'interval', outside: 'linear' };
/** Rows of one set: more than any block of rows that an engine may compute at once, and no whole vector. */
const ROWS: Readonly<Record<Networks, number>> = { all: 71, few: 19 };
/** Standard deviation of coefficients and weights: what flows between layers stays where their bases are made for, and rounding is not magnified by polynomials far outside. */
const SCALE = 0.1;
/** Functions are looked at where they are used, and away from the ends of that. */
const [FROM, TO, ASIDE] = [-1.2, 1.2, 0.1];

/** Where networks come from. */
interface Source {
  /** What was installed, which networks are about, and the kit's own besides. */
  readonly installed: Catalog;
  readonly catalog: Catalog;
  readonly seed: number;
  /** Number of the seed among those asked for. */
  readonly turn: number;
  readonly networks: Networks;
}

/** A network that was drawn, before it is known what is asked of it. */
type Drawn = Omit<EngineCase, 'name'>;

/** Draws networks of one group. */
type Group = (source: Source, stream: RandomStream) => Iterable<Omit<ParityNetwork, 'about'> | { readonly omitted: string }>;

/**
 * Networks of everything that a catalog has: each basis, on even knots and on its own; each edge core, layer core and function; edges that are off; terms of a
 * single edge; nodes that multiply; each loss and each regularizer; several blocks over several sets of points; and mixtures of all that. Plugins come from the
 * catalog, so that one that somebody publishes is looked at as soon as it is installed; what surrounds them is the kit's own.
 *
 * @param seeds of which networks are drawn; with the first all plugins have their defaults, with any other one option is changed
 * @param networks `few`: with fewer rows
 */
export function parityNetworks(installed: Catalog, { seeds = [1], networks = 'all' }: { readonly seeds?: readonly number[]; readonly networks?: Networks } = {}): ParityNetworks {
  const catalog = withReferencePlugins(installed);
  const drawn = seeds.flatMap((seed, turn) => Object.entries(DRAW).flatMap(([about, draw]) =>
    [...draw({ installed, catalog, seed, turn, networks }, randomStream(seed, `parity ${about}`))].map((made) => ({ about: about as ParityGroup, ...made }))));
  return { networks: drawn.flatMap((made) => ('omitted' in made ? [] : [made])), omitted: [...new Set(drawn.flatMap((made) => ('omitted' in made ? [made.omitted] : [])))] };
}

const DRAW: Readonly<Record<ParityGroup, Group>> = {
  *basis(source, stream) {
    for (const definition of ofKind(source, 'basis')) {
      const own = stream.fork(definition.name);
      yield* ofUses(source, definition, own, function* (basis) {
        const widths = [2, 2 + own.integer(2), 2];
        const parts = (): LayerRequest => ({ ...PLAIN, basis, edge: pick(EDGES, own), inputMap: pick(INPUT_MAPS, own), outside: pick(OUTSIDES, own) });
        const layers = widths.slice(1).map(parts);
        yield asked(source, titled(basis), draw(source, widths, layers, own));
        const onIntervals = (use: PluginUse, knots?: 'own'): Drawn => draw(source, widths, layers.map((l) => ({ ...l, basis: use, inputMap: 'interval', ...(knots === undefined ? {} : { knots }) })), own.fork('knots'));
        if (!onIntervals(basis).structure.layers.every(({ terms }) => terms.every(({ mayOwnKnots }) => mayOwnKnots))) return;
        yield asked(source, `${titled(basis)} on knots of its own`, onIntervals(basis, 'own'));
        // Of one interval there are no knots between its ends.
        const coarsest = atResolutionOne(definition, basis);
        if (coarsest !== null) yield asked(source, `${titled(coarsest)} on knots of its own, the coarsest`, onIntervals(coarsest, 'own'));
      });
    }
  },
  *edge(source, stream) {
    for (const definition of ofKind(source, 'edge')) {
      yield* ofUses(source, definition, stream, function* (edge) {
        yield asked(source, titled(edge), draw(source, [2, 3, 2], [{ ...PLAIN, edge }, { ...PLAIN, edge }], stream));
      });
    }
  },
  *layer(source, stream) {
    for (const definition of ofKind(source, 'layer')) {
      yield* ofUses(source, definition, stream, function* (layer) {
        yield asked(source, titled(layer), draw(source, [3, 4, 2], [{ ...PLAIN, layer }, { ...PLAIN, layer }], stream));
      });
    }
  },
  *function(source, stream) {
    for (const definition of ofKind(source, 'function')) {
      yield* ofUses(source, definition, stream, function* (f) {
        const { kind: _, ...options } = f;
        const [from, to] = definition.claims?.(options).domain ?? [-Infinity, Infinity];
        const [low, high] = [Math.max(from + ASIDE, FROM), Math.min(to - ASIDE, TO)];
        if (!(low < high)) return;
        const drawn = draw(source, [2, 2], [{ ...PLAIN, basis: { kind: 'reference-applied', f }, inputMap: 'raw', outside: 'free' }], stream);
        const { inputs } = drawn.rows;
        const values = inputs.values.map((x) => low + ((x - FROM) / (TO - FROM)) * (high - low));
        yield asked(source, titled(f), { ...drawn, rows: { ...drawn.rows, inputs: { ...inputs, values } } });
      });
    }
  },
  *mask(source, stream) {
    for (const basis of [PLAIN.basis, ...drawPlain('basis', 2, source.installed, stream)]) {
      const widths = [3, 4, 3];
      // The last edge of each layer is off besides, so that no mask is empty; the first is on, so that no layer is.
      const layers = widths.slice(1).map((outputs, l): LayerRequest => {
        const except = [...drawMask(widths[l]!, outputs, stream).filter(([i, j]) => i + j > 0 && (i < widths[l]! - 1 || j < outputs - 1)), [widths[l]! - 1, outputs - 1] as const];
        return { ...PLAIN, basis, ...{ edges: { except: [[0, 1] as const, ...except.filter(([i, j]) => i !== 0 || j !== 1)] } } };
      });
      yield asked(source, `edges that are off, ${titled(basis)}`, draw(source, widths, layers, stream));
    }
  },
  *'single edge'(source, stream) {
    const widths = [2, 3, 2];
    const layers = widths.slice(1).map((outputs, l): LayerRequest => {
      const [first, second, third] = drawPlain('basis', 3, source.installed, stream);
      const others = Array.from({ length: widths[l]! * outputs }, (_, e) => [Math.floor(e / outputs), e % outputs] as const).filter(([i, j]) => i + j !== 1);
      return { ...PLAIN, edgeGroups: [{ only: [[0, 1]], basis: first! }, { only: [[1, 0]], basis: second ?? first! }, { only: others, basis: third ?? first! }] };
    });
    yield asked(source, `terms of one edge, ${layers.flatMap(({ edgeGroups }) => edgeGroups!.map(({ basis }) => basis!.kind)).join(', ')}`, draw(source, widths, layers, stream));
  },
  *nodes(source, stream) {
    const [basis = PLAIN.basis] = drawPlain('basis', 1, source.installed, stream);
    for (const layer of [{ kind: 'reference-products', arity: 2 }, { kind: 'reference-products', arity: 3 }, { kind: 'reference-squashed' }]) {
      yield asked(source, `${titled(layer)} of ${titled(basis)}`, draw(source, [2, 3, 2], [{ ...PLAIN, layer }, { ...PLAIN, layer, basis }], stream));
    }
  },
  *loss(source, stream) {
    for (const definition of ofKind(source, 'loss')) {
      yield* ofUses(source, definition, stream, function* ({ kind: _, ...options }) {
        const outputs = definition.task === 'classification' ? 3 : 2;
        const drawn = draw(source, [2, 3, outputs], [PLAIN, PLAIN], stream);
        const rows = definition.task === 'classification' ? withClasses(drawn.rows) : drawn.rows;
        yield asked(source, titled({ kind: definition.name, ...options }), { ...drawn, rows }, { objective: objectiveOf(definition, options, outputs) });
      });
    }
  },
  *regularizer(source, stream) {
    for (const definition of ofKind(source, 'regularizer')) {
      yield* ofUses(source, definition, stream, function* ({ kind: _, ...options }) {
        const penalty = asPenalty(definition, options);
        if (penalty.derivative > DEGREE) return;
        yield asked(source, titled({ kind: definition.name, ...options }), draw(source, [2, 3, 2], [PLAIN, PLAIN], stream), { penalties: [penalty] });
      });
    }
    yield asked(source, 'smoothing', draw(source, [2, 3, 2], [PLAIN, PLAIN], stream), { penalties: [{ kind: 'smoothing', strength: 1 }] });
  },
  *blocks(source, stream) {
    for (const basis of [PLAIN.basis, ...drawPlain('basis', 1, source.installed, stream)]) {
      const drawn = draw(source, [2, 3, 2], [PLAIN, { ...PLAIN, basis }], stream);
      const { objective, points } = blockCase({ ...drawn, name: '' }, source.seed);
      yield asked(source, `three blocks over two sets, ${titled(basis)}`, drawn, { objective, points });
    }
  },
  *mixture(source, stream) {
    for (let k = 0; k < 2; k++) {
      const widths = [2, 3, 3, 2];
      const layers = widths.slice(1).map((): LayerRequest => {
        const one = (kind: 'basis' | 'edge' | 'layer', otherwise: PluginUse): PluginUse => drawPlain(kind, 1, source.installed, stream)[0] ?? otherwise;
        return { basis: one('basis', PLAIN.basis), edge: one('edge', PLAIN.edge), layer: one('layer', PLAIN.layer), inputMap: pick(INPUT_MAPS, stream), outside: pick(OUTSIDES, stream) };
      });
      // Not of deviations: an edge that all rows reach outside its domain has none but rounding, and a form that is the square of it.
      const penalties = [sumPenalty('rms', 1), entropyPenalty('rms', 1), logPenalty('rms', 1)];
      yield asked(source, layers.map(({ layer, basis, edge }) => `${layer.kind} of ${basis.kind} and ${edge.kind}`).join(', '), draw(source, widths, layers, stream), { penalties });
    }
  },
};

/** What is installed of a kind. */
const ofKind = <K extends Kind>({ installed }: Source, kind: K): readonly DefinitionOf[K][] => installed.list(kind).map(({ definition }) => definition);

const pick = <T>(from: readonly T[], stream: RandomStream): T => from[stream.integer(from.length)]!;

/** A plugin with its options. */
function titled({ kind, ...options }: PluginUse): string { return Object.keys(options).length === 0 ? kind : `${kind} ${JSON.stringify(options)}`; }

/** A basis at the lowest resolution that there is; null where it has none or does not go as low. */
function atResolutionOne({ capabilities: { refine }, options }: BasisDefinition, { kind, ...others }: PluginUse): PluginUse | null {
  const coarsest = refine === undefined ? null : options.safeParse({ ...others, [refine.option]: 1 });
  return coarsest?.success === true ? { kind, ...coarsest.data } : null;
}

/** Networks of the first use of a plugin that makes some: options that it accepts need not fit what surrounds it. */
function* ofUses(
  { installed, turn }: Source, definition: Definition, stream: RandomStream, make: (use: PluginUse) => Iterable<Omit<ParityNetwork, 'about'>>,
): Generator<Omit<ParityNetwork, 'about'> | { readonly omitted: string }> {
  let why = 'it has options without default that name no plugins';
  for (const use of usesOf(definition, installed, turn, stream)) {
    try {
      const made = [...make(use)];
      if (made.length > 0) return yield* made;
      why = 'it has no place among the networks of parity';
    } catch (error) {
      if (!isKnotworkError(error)) throw error;
      why = error.message;
    }
  }
  yield { omitted: `No network is made of the ${definition.kind} "${definition.name}": ${why}` };
}

/** A network of random numbers, shape parameters and knots included, with rows. */
function draw({ catalog, networks }: Source, widths: readonly number[], layers: readonly LayerRequest[], stream: RandomStream): Drawn {
  const { network, structure } = drawNetwork(widths, layers, stream, catalog, SCALE);
  scatterKnots(structure, network.parameters, stream);
  scatterShapes(structure, network.parameters, stream);
  return { widths, network, structure, rows: drawRows(widths, ROWS[networks], stream) };
}

/** What is asked of a network: a squared error over its rows, unless something else is said. */
function asked(
  { seed }: Source, name: string, { network, structure, widths, rows }: Drawn & { readonly rows: Rows },
  { objective = squaredError(widths.at(-1)!), points = { [DATA]: rows }, penalties = [] }: { readonly objective?: Objective; readonly points?: Readonly<Record<string, PointRows>>; readonly penalties?: readonly Penalty[] } = {},
): Omit<ParityNetwork, 'about'> {
  const ofSingle = Object.fromEntries(Object.entries(points).map(([set, of]) => [set, singlePoints(of)]));
  return { name: `${name}, seed ${seed}`, network: { ...network, parameters: network.parameters.map(Math.fround) }, structure, objective, points: ofSingle, penalties };
}

/** Numbers that single precision has, too: what engines are given is the same, and they differ in what they make of it. */
function singlePoints({ inputs, targets, weights }: PointRows): PointRows {
  const single = (samples: Samples): Samples => ({ ...samples, values: samples.values.map(Math.fround) });
  return { inputs: single(inputs), ...(targets === undefined ? {} : { targets: single(targets) }), ...(weights === undefined ? {} : { weights: weights.map(Math.fround) }) };
}
