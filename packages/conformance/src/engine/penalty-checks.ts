import { evaluate } from '@knotwork/algebra';
import { columnOf, edgesFrom } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import type { BoundData, CompileOptions, Engine, Program, Samples, State, StatisticPenalty, Structure } from '@knotwork/plugin';
import type { EngineCase } from '../subjects/engine-case.js';
import { type ActivationStatistic, entropyPenalty, logPenalty, sumPenalty } from '../subjects/reference-penalties.js';
import { squaredError } from '../subjects/squared-error.js';
import { casesFor, someRows } from './cases.js';
import type { EngineCheck } from './engine-check.js';
import { need, needClose } from './need.js';
import { ROLES } from './open-case.js';

/** Moments lose digits where a deviation is small beside its mean: square roots of a few 1e-16 in the worst of these networks. */
const FROM_MOMENTS = 1e-6;
/** Edges below 1e-4 of the largest may be frozen as if they had so much. */
const WITH_SMALL_EDGES = 5e-3;
/** Statistics below this share of the largest are small. */
const SMALL = 1e-3;
/** A mean of absolute values may be rounded off near its kinks: for single rows of few, by which slopes differ more than values. */
const KINK = 1e-3;
const KINK_SLOPE = 3e-2;
/** Central differences through the statistics, whose second derivatives grow where edges are small. */
const DIFFERENCES = 1e-4;
const STEP = 1e-5;
const DIRECTIONS = 3;
/** Rows are evaluated many times over. */
const MOST_ROWS = 60;
/** Variances are differences of squares, which in float32 lose digits. */
const SINGLE = 1e-2;

const penaltiesOf = (statistic: ActivationStatistic): StatisticPenalty[] => [sumPenalty(statistic, 1), entropyPenalty(statistic, 1), logPenalty(statistic, 1)];
const STATISTICS = ['rms', 'sd', 'outputShare', 'meanAbs'] as const;
/** Those that lie above what they stand for. Entropy is concave in nothing. */
const concave = (statistic: ActivationStatistic): StatisticPenalty[] => (statistic === 'meanAbs' ? [sumPenalty(statistic, 1)] : [sumPenalty(statistic, 1), logPenalty(statistic, 1)]);

/** Rounds of penalties of what flows through edges. */
export const penaltyChecks: readonly EngineCheck[] = [
  {
    name: 'a penalty that is frozen has its own value there, and its own gradient',
    run: async (engine) => {
      await forEachPenalty(engine, penaltiesOf, async ({ name, penalty, state, data, program, oracle }) => {
        const query = { penalty: await state.freeze(data) };
        const { parameters } = (await state.read()).network;
        const kink = penalty.statistic === 'meanAbs' ? KINK : 0;
        needClose([(await state.value(data, query)).penalty], [oracle.value(parameters)], Math.max(kink, oracle.hasSmall ? WITH_SMALL_EDGES : FROM_MOMENTS), `${name}, value`);
        if (oracle.hasSmall || data.count < 20) return;
        const [all, fit] = [(await state.gradient(data, query)).gradient, (await state.gradient(data)).gradient];
        const stream = randomStream(1, 'directions');
        for (let k = 0; k < DIRECTIONS; k++) {
          const direction = new Float64Array(parameters.length);
          for (const at of program.layout.parameterOf) if (oracle.isLinear(at)) direction[at] = stream.normal();
          const along = (t: number): number => oracle.value(parameters.map((v, at) => v + t * direction[at]!));
          const expected = (along(STEP) - along(-STEP)) / (2 * STEP);
          const slope = program.layout.parameterOf.reduce((sum, at, u) => sum + direction[at]! * (all[u]! - fit[u]!), 0);
          need(Math.abs(slope - expected) <= (kink > 0 ? KINK_SLOPE : DIFFERENCES) * Math.max(1, Math.abs(expected)), `${name}: slope ${slope} along direction ${k}, expected ${expected}`);
        }
        program.layout.parameterOf.forEach((at, u) => need(oracle.isLinear(at) || all[u] === fit[u], `${name}: a gradient in parameter ${at}, which stays as it is in a round`));
      });
    },
  },
  {
    name: 'a concave penalty that is frozen lies nowhere below it',
    run: async (engine) => {
      await forEachPenalty(engine, concave, async ({ name, state, data, oracle }) => {
        const query = { penalty: await state.freeze(data) };
        const { parameters } = (await state.read()).network;
        const stream = randomStream(1, 'elsewhere');
        for (const reach of [0, 1e-3, 0.1, 1, 5]) {
          const elsewhere = parameters.map((v, at) => (oracle.isLinear(at) ? v * (1 + reach * stream.normal()) + reach * stream.normal() : v));
          await state.write({ parameters: elsewhere });
          const [frozen, own] = [(await state.value(data, query)).penalty, oracle.value(elsewhere)];
          need(frozen >= own - FROM_MOMENTS * Math.abs(own), `${name}, moved by ${reach}: frozen ${frozen}, the penalty itself ${own}`);
        }
      });
    },
  },
  {
    name: 'edges that are zero leave penalties finite, and stay zero for them where all are',
    run: async (engine) => {
      await forEachPenalty(engine, penaltiesOf, async ({ name, c, state, data, oracle }) => {
        const { parameters } = (await state.read()).network;
        const { size, segments: { coefficients, baseWeight } } = c.structure.layers[0]!.terms[0]!;
        const one = parameters.slice().fill(0, coefficients.offset, coefficients.offset + size);
        if (baseWeight !== null) one[baseWeight.offset] = 0;
        for (const zeroed of [one, parameters.map((v, at) => (oracle.isLinear(at) ? 0 : v))]) {
          await state.write({ parameters: zeroed });
          const query = { penalty: await state.freeze(data) };
          const { status, gradient } = await state.gradient(data, query);
          need(status === 'ok' && gradient.every(Number.isFinite), `${name}: with zero edges the value or the gradient is not finite`);
          if (zeroed !== one) needClose(gradient, (await state.gradient(data)).gradient, 0, `${name}, gradient where all edges are zero`);
        }
      });
    },
  },
  {
    name: 'frozen penalties in float32 agree with those in float64 to 1e-2',
    run: async (engine) => {
      if (!engine.can.precisions.includes('float32')) return;
      const single = new Map<string, readonly [number, Float64Array]>();
      for (const precision of ['float32', 'float64'] as const) {
        await forEachPenalty(engine, concave, async ({ name, state, data, oracle }) => {
          if (oracle.hasSmall) return;
          const query = { penalty: await state.freeze(data) };
          const [all, fit] = [await state.gradient(data, query), await state.gradient(data)];
          const gradient = all.gradient.map((v, k) => v - fit.gradient[k]!);
          const other = single.get(name);
          if (other === undefined) { single.set(name, [all.penalty, gradient]); return; }
          needClose([other[0]], [all.penalty], SINGLE, `${name}, value`);
          needClose(other[1], gradient, SINGLE, `${name}, gradient`);
        }, { precision });
      }
    },
  },
];

interface Situation {
  readonly name: string;
  readonly c: EngineCase;
  readonly penalty: StatisticPenalty;
  readonly program: Program;
  readonly state: State;
  readonly data: BoundData;
  readonly oracle: Oracle;
}

/** Runs a check with every penalty of every statistic, on networks of every kind, in both kinds of unknowns where the statistic allows. */
async function forEachPenalty(
  engine: Engine, penalties: (statistic: ActivationStatistic) => readonly StatisticPenalty[], check: (situation: Situation) => Promise<void>, change: Partial<CompileOptions> = {},
): Promise<void> {
  if (!engine.can.moments) return;
  for (const c of casesFor(engine, 6)) {
    for (const statistic of STATISTICS) {
      const kinds = statistic === 'meanAbs' ? ['trainable'] as const : ['trainable', 'effective'] as const;
      for (const [parameters, penalty] of kinds.flatMap((kind) => penalties(statistic).map((p) => [kind, p] as const))) {
        const objective = { ...squaredError(c.widths.at(-1)!), penalties: [penalty] };
        const program = await engine.compile(c.structure, objective, { precision: 'float64', trainable: ROLES, parameters, ...change });
        const state = await program.start(c.network);
        const data = await program.bind('data', someRows(c.rows, 0, MOST_ROWS));
        const oracle = await oracleAt(c, penalty, state, data);
        await check({ name: `${c.name}, ${penalty.name} of ${statistic}, ${parameters}`, c, penalty, program, state, data, oracle });
        await program.dispose();
      }
    }
  }
}

/** A penalty by its definition, from the values of edge functions at the rows; what flows into the edges stays as it was. */
interface Oracle {
  value(parameters: Float64Array): number;
  /** Whether an edge is small beside the largest at the state. */
  readonly hasSmall: boolean;
  /** Whether a number is a coefficient or a weight of an edge. */
  isLinear(at: number): boolean;
}

async function oracleAt({ structure }: EngineCase, penalty: StatisticPenalty, state: State, data: BoundData): Promise<Oracle> {
  const activations: Samples[] = [];
  for (const { index } of structure.layers) activations.push(await state.preActivations(data, index));
  const { parameters } = (await state.read()).network;
  const factors = penalty.statistic === 'outputShare' ? shareFactors(structure, parameters, activations) : null;
  const statistics = (at: Float64Array): EdgeValue[] => edgesOf(structure, at, activations).map((edge) =>
    ({ ...edge, s: (factors?.[edge.layer]![edge.to] ?? 1) * statisticOf(penalty.statistic, edge.values) }));
  const now = statistics(parameters).map(({ s }) => s);
  const largest = Math.max(...now, 0);
  const linear = structure.segments.filter(({ role }) => ['coefficients', 'baseWeight', 'basisWeight'].includes(role));
  return {
    value: (at) => penaltyOf(penalty, statistics(at)),
    // Shares of nodes that stand nearly still are shares of rounding.
    hasSmall: now.some((s) => s < SMALL * largest) || (factors?.some((of) => of.some((v) => v === 0 || v > 1 / SMALL)) ?? false),
    isLinear: (at) => linear.some(({ offset, length }) => at >= offset && at < offset + length),
  };
}

interface EdgeValue { readonly layer: number; readonly term: number; readonly from: number; readonly to: number; readonly values: Float64Array; readonly s: number }

/** The values of all edges that are on, each term by itself. */
function edgesOf(structure: Structure, parameters: Float64Array, activations: readonly Samples[]): EdgeValue[] {
  return structure.layers.flatMap((layer) => layer.terms.flatMap((term) => Array.from({ length: layer.inputs }, (_, from) => {
    const values = edgesFrom({ ...layer, terms: [term] }, parameters, from, columnOf(activations[layer.index]!, from), 0);
    const { count } = activations[layer.index]!;
    return Array.from({ length: layer.outputs }, (_unused, to) => ({ layer: layer.index, term: term.index, from, to, values: values.subarray(to * count, (to + 1) * count), s: 0 }))
      .filter(({ to }) => term.mask[from * layer.outputs + to] === 1);
  }).flat()));
}

const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, v) => sum + v, 0) / values.length;

function deviation(values: Float64Array): number {
  const center = mean(values);
  const sd = Math.sqrt(mean(values.map((v) => (v - center) ** 2)));
  // What is left of a constant by rounding.
  return sd < 1e-6 * Math.abs(center) ? 0 : sd;
}

function statisticOf(statistic: StatisticPenalty['statistic'], values: Float64Array): number {
  if (statistic === 'meanAbs') return mean(values.map(Math.abs));
  return statistic === 'rms' ? Math.sqrt(mean(values.map((v) => v ** 2))) : deviation(values);
}

/** Share of the outputs that one unit of an edge's deviation has, by the node that it leads to. */
function shareFactors(structure: Structure, parameters: Float64Array, activations: readonly Samples[]): number[][] {
  const edges = edgesOf(structure, parameters, activations);
  const factors: number[][] = [];
  let scores = Array.from({ length: structure.layers.at(-1)!.outputs }, () => 1);
  for (const { index, inputs, outputs } of [...structure.layers].reverse()) {
    const own = edges.filter((e) => e.layer === index);
    const of = Array.from({ length: outputs }, (_, to) => {
      const sum = Float64Array.from({ length: activations[index]!.count }, (_unused, n) => own.filter((e) => e.to === to).reduce((z, e) => z + e.values[n]!, 0));
      const sd = deviation(sum);
      return sd > 0 ? scores[to]! / sd : 0;
    });
    factors.unshift(of);
    scores = Array.from({ length: inputs }, (_, from) => own.filter((e) => e.from === from).reduce((sum, e) => sum + of[e.to]! * deviation(e.values), 0));
  }
  return factors;
}

function penaltyOf({ scope, sums, penalty }: StatisticPenalty, edges: readonly EdgeValue[]): number {
  const totals = new Map<string, Record<string, number>>();
  for (const { layer, term, from, to, s } of edges) {
    const key = { edge: `${layer}.${term}.${from}.${to}`, node: `${layer}.${to}`, layer: `${layer}`, network: '' }[scope];
    const total = totals.get(key) ?? Object.fromEntries(sums.outputs.map((name) => [name, 0]));
    for (const [name, v] of Object.entries(evaluate(sums, { s }))) total[name]! += v;
    totals.set(key, total);
  }
  return [...totals.values()].reduce((sum, total) => sum + evaluate(penalty, total)['p']!, 0);
}
