import { evaluate } from '@knotwork/algebra';
import { columnOf, edgesFrom, nodeOf, type StatisticPenalty } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import type { BoundData, Program, State, Structure } from '@knotwork/plugin/engine';
import type { EngineCase } from '../subjects/engine-case.js';
import { type ActivationStatistic, allPenalties, entropyPenalty, logPenalty, sumPenalty } from '../subjects/reference-penalties.js';
import { casesFor, someRows } from './cases.js';
import * as claims from './claims.js';
import type { EngineCheck, EngineSubject } from './engine-check.js';
import { freezeAt, frozenPenalty } from './freeze.js';
import { need, needClose } from './need.js';
import { openCase, type Opened } from './open-case.js';
import { penaltyByHand } from './penalty-by-hand.js';

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

const penaltiesOf = (statistic: ActivationStatistic): StatisticPenalty[] => [sumPenalty(statistic, 1), entropyPenalty(statistic, 1), logPenalty(statistic, 1)];
const STATISTICS = { all: ['rms', 'sd', 'outputShare', 'meanAbs'], few: ['outputShare', 'meanAbs'] } as const;
/** Those that lie above what they stand for. Entropy is concave in nothing. */
const concave = (statistic: ActivationStatistic): StatisticPenalty[] => (statistic === 'meanAbs' ? [sumPenalty(statistic, 1)] : [sumPenalty(statistic, 1), logPenalty(statistic, 1)]);

/** Penalties, and rounds of those of what flows through edges. */
export const penaltyChecks: readonly EngineCheck[] = [
  {
    name: 'a frozen penalty is the sum of its forms, and so is its gradient',
    how: 'Forms with bands, borders and means, and linear ones, at the numbers that they were frozen at and at others: matrices written out whole, at numbers as they are read out.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of casesFor(subject)) {
        for (const parameters of ['trainable', 'effective'] as const) {
          const opened = await openCase(engine, c, { parameters });
          const { program: { structure, layout }, state } = opened;
          const data = await opened.program.bind({ data: someRows(c.rows, 0, MOST_ROWS) });
          const query = { penalty: await frozenPenalty(opened, someRows(c.rows, 0, MOST_ROWS), allPenalties(c.structure, 1)) };
          for (const factor of [1, 0.6]) {
            await state.write({ parameters: withEdges(structure, (await state.read()).network.parameters, factor) });
            const byHand = penaltyByHand(query.penalty, structure, (await state.read()).network.parameters);
            const [all, fit] = [await state.gradient(data, query), await state.gradient(data)];
            const what = `${c.name}, ${parameters}, edges times ${factor}`;
            // Where edges hardly vary, a variance is a small difference of large numbers.
            const allowed = tolerance.rounding * Math.max(byHand.gross, Math.abs(byHand.value));
            for (const { penalty } of [all, await state.value(data, query)]) {
              need(Math.abs(penalty - byHand.value) <= allowed, `${what}: the penalty is ${penalty}, by hand ${byHand.value}; ${allowed.toExponential(0)} is allowed`);
            }
            needClose([all.value], [all.data + all.penalty], tolerance.rounding, `${what}, value`);
            const expected = Float64Array.from(layout.parameterOf, (at, u) => fit.gradient[u]! + byHand.gradient[at]!);
            needClose(all.gradient, expected, tolerance.reference, `${what}, gradient`);
          }
        }
      }
    },
  },
  {
    name: 'a penalty that is frozen has its own value there, and its own gradient',
    how: "Statistics by their definition, from edge functions at the rows, against what is frozen from the engine's moments; slopes along random directions against differences.",
    claim: claims.moments,
    run: async (subject) => {
      const { statistics } = subject.tolerance;
      const [differences, kinkSlope] = subject.engine.precision === 'float64' ? [DIFFERENCES, KINK_SLOPE] : [statistics, KINK_SLOPE];
      await forEachPenalty(subject, penaltiesOf, async ({ name, penalty, state, data, program, oracle }) => {
        const query = { penalty: await freezeAt({ program, state }, data, [penalty]) };
        const { parameters } = (await state.read()).network;
        const kink = penalty.statistic === 'meanAbs' ? KINK : 0;
        needClose([(await state.value(data, query)).penalty], [oracle.value(parameters)], Math.max(kink, oracle.hasSmall ? WITH_SMALL_EDGES : 0, statistics), `${name}, value`);
        if (oracle.hasSmall || data.count < 20) return;
        const [all, fit] = [(await state.gradient(data, query)).gradient, (await state.gradient(data)).gradient];
        const stream = randomStream(1, 'directions');
        for (let k = 0; k < DIRECTIONS; k++) {
          const direction = new Float64Array(parameters.length);
          for (const at of program.layout.parameterOf) if (oracle.isLinear(at)) direction[at] = stream.normal();
          const along = (t: number): number => oracle.value(parameters.map((v, at) => v + t * direction[at]!));
          const expected = (along(STEP) - along(-STEP)) / (2 * STEP);
          const slope = program.layout.parameterOf.reduce((sum, at, u) => sum + direction[at]! * (all[u]! - fit[u]!), 0);
          need(Math.abs(slope - expected) <= (kink > 0 ? kinkSlope : differences) * Math.max(1, Math.abs(expected)), `${name}: slope ${slope} along direction ${k}, expected ${expected}`);
        }
        program.layout.parameterOf.forEach((at, u) => need(oracle.isLinear(at) || all[u] === fit[u], `${name}: a gradient in parameter ${at}, which stays as it is in a round`));
      });
    },
  },
  {
    name: 'a concave penalty that is frozen lies nowhere below it',
    how: 'Coefficients near and far from those that it was frozen at, against the penalty by its definition there.',
    claim: claims.moments,
    run: async (subject) => {
      await forEachPenalty(subject, concave, async ({ name, state, data, program, oracle }) => {
        const query = { penalty: await freezeAt({ program, state }, data, [oracle.penalty]) };
        const { parameters } = (await state.read()).network;
        const stream = randomStream(1, 'elsewhere');
        for (const reach of [0, 1e-3, 0.1, 1, 5]) {
          const elsewhere = parameters.map((v, at) => (oracle.isLinear(at) ? v * (1 + reach * stream.normal()) + reach * stream.normal() : v));
          await state.write({ parameters: elsewhere });
          const [frozen, own] = [(await state.value(data, query)).penalty, oracle.value(elsewhere)];
          need(frozen >= own - subject.tolerance.statistics * Math.abs(own), `${name}, moved by ${reach}: frozen ${frozen}, the penalty itself ${own}`);
        }
      });
    },
  },
  {
    name: 'edges that are zero leave penalties finite, and stay zero for them where all are',
    how: 'One edge without coefficients, and all of them: value and gradient are numbers, and where nothing is left the penalty pulls nowhere.',
    claim: claims.moments,
    run: async (subject) => {
      await forEachPenalty(subject, penaltiesOf, async ({ name, c, penalty, program, state, data, oracle }) => {
        const { parameters } = (await state.read()).network;
        const { size, segments: { coefficients, baseWeight } } = c.structure.layers[0]!.terms[0]!;
        const one = parameters.slice().fill(0, coefficients.offset, coefficients.offset + size);
        if (baseWeight !== null) one[baseWeight.offset] = 0;
        for (const zeroed of [one, parameters.map((v, at) => (oracle.isLinear(at) ? 0 : v))]) {
          await state.write({ parameters: zeroed });
          const query = { penalty: await freezeAt({ program, state }, data, [penalty]) };
          const { status, gradient } = await state.gradient(data, query);
          need(status === 'ok' && gradient.every(Number.isFinite), `${name}: with zero edges the value or the gradient is not finite`);
          if (zeroed !== one) needClose(gradient, (await state.gradient(data)).gradient, 0, `${name}, gradient where all edges are zero`);
        }
      });
    },
  },
  {
    name: 'what is frozen from moments is what the reference engine freezes',
    how: 'Value and gradient of concave penalties where no edge is small.',
    claim: claims.moments,
    run: async (subject) => {
      const { statistics } = subject.tolerance;
      await forEachPenalty(subject, concave, async ({ name, penalty, program, state, data, oracle, c }) => {
        if (oracle.hasSmall) return;
        const [own, other] = [await freezeAt({ program, state }, data, [penalty]), await frozenPenalty(oracle.opened, someRows(c.rows, 0, MOST_ROWS), [penalty])];
        const fit = await state.gradient(data);
        const [a, b] = [await state.gradient(data, { penalty: own }), await state.gradient(data, { penalty: other })];
        needClose([a.penalty], [b.penalty], statistics, `${name}, value`);
        needClose(a.gradient.map((v, k) => v - fit.gradient[k]!), b.gradient.map((v, k) => v - fit.gradient[k]!), statistics, `${name}, gradient`);
      });
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
  subject: EngineSubject, penalties: (statistic: ActivationStatistic) => readonly StatisticPenalty[], check: (situation: Situation) => Promise<void>,
): Promise<void> {
  for (const c of casesFor(subject, 6)) {
    for (const parameters of ['trainable', 'effective'] as const) {
      const opened = await openCase(subject.engine, c, { parameters });
      const { program } = opened;
      const data = await program.bind({ data: someRows(c.rows, 0, MOST_ROWS) });
      for (const penalty of STATISTICS[subject.networks].filter((s) => parameters === 'trainable' || s !== 'meanAbs').flatMap(penalties)) {
        const state = await program.start(c.network);
        const oracle = await oracleAt(c, penalty, { ...opened, state }, data);
        await check({ name: `${c.name}, ${penalty.name} of ${penalty.statistic}, ${parameters}`, c, penalty, program, state, data, oracle });
        await state.dispose();
      }
      await program.dispose();
    }
  }
}

/** Coefficients and base weights multiplied. */
function withEdges({ segments }: Structure, parameters: Float64Array, factor: number): Float64Array {
  const scaled = parameters.slice();
  for (const { role, offset, length } of segments) if (role === 'coefficients' || role === 'baseWeight') for (let k = offset; k < offset + length; k++) scaled[k]! *= factor;
  return scaled;
}

/** A penalty by its definition, from the values of edge functions at the rows; what flows into the edges stays as it was. */
interface Oracle {
  value(parameters: Float64Array): number;
  /** Whether an edge is small beside the largest at the state. */
  readonly hasSmall: boolean;
  /** Whether a number is a coefficient or a weight of an edge. */
  isLinear(at: number): boolean;
  readonly penalty: StatisticPenalty;
  readonly opened: Opened;
}

async function oracleAt({ structure }: EngineCase, penalty: StatisticPenalty, opened: Opened, data: BoundData): Promise<Oracle> {
  const { state } = opened;
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
    penalty, opened,
    value: (at) => penaltyOf(penalty, statistics(at)),
    // Shares of nodes that stand nearly still are shares of rounding.
    hasSmall: now.some((s) => s < SMALL * largest) || (factors?.some((of) => of.some((v) => v === 0 || v > 1 / SMALL)) ?? false),
    isLinear: (at) => linear.some(({ offset, length }) => at >= offset && at < offset + length),
  };
}

/** `to` is a sum, `node` the node that has it. */
interface EdgeValue { readonly layer: number; readonly term: number; readonly from: number; readonly to: number; readonly node: number; readonly values: Float64Array; readonly s: number }

/** The values of all edges that are on, each term by itself. */
function edgesOf(structure: Structure, parameters: Float64Array, activations: readonly Samples[]): EdgeValue[] {
  return structure.layers.flatMap((layer) => layer.terms.flatMap((term) => Array.from({ length: layer.inputs }, (_, from) => {
    const values = edgesFrom({ ...layer, terms: [term] }, parameters, from, columnOf(activations[layer.index]!, from), 0);
    const { count } = activations[layer.index]!;
    return Array.from({ length: layer.sums }, (_unused, to) => ({ layer: layer.index, term: term.index, from, to, node: nodeOf(layer.nodes, to), values: values.subarray(to * count, (to + 1) * count), s: 0 }))
      .filter(({ to }) => term.edges.edgeAt[from * layer.sums + to]! >= 0);
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

/** Share of the outputs that one unit of an edge's deviation has, by the sum that it leads to. */
function shareFactors(structure: Structure, parameters: Float64Array, activations: readonly Samples[]): number[][] {
  const edges = edgesOf(structure, parameters, activations);
  const factors: number[][] = [];
  let scores = Array.from({ length: structure.layers.at(-1)!.outputs }, () => 1);
  for (const { index, inputs, sums, nodes } of [...structure.layers].reverse()) {
    const own = edges.filter((e) => e.layer === index);
    const of = Array.from({ length: sums }, (_, to) => {
      const sum = Float64Array.from({ length: activations[index]!.count }, (_unused, n) => own.filter((e) => e.to === to).reduce((z, e) => z + e.values[n]!, 0));
      const sd = deviation(sum);
      return sd > 0 ? scores[nodeOf(nodes, to)]! / sd : 0;
    });
    factors.unshift(of);
    scores = Array.from({ length: inputs }, (_, from) => own.filter((e) => e.from === from).reduce((sum, e) => sum + of[e.to]! * deviation(e.values), 0));
  }
  return factors;
}

function penaltyOf({ scope, sums, penalty }: StatisticPenalty, edges: readonly EdgeValue[]): number {
  const totals = new Map<string, Record<string, number>>();
  for (const { layer, term, from, to, node, s } of edges) {
    const key = { edge: `${layer}.${term}.${from}.${to}`, node: `${layer}.${node}`, layer: `${layer}`, network: '' }[scope];
    const total = totals.get(key) ?? Object.fromEntries(sums.outputs.map((name) => [name, 0]));
    for (const [name, v] of Object.entries(evaluate(sums, { s }))) total[name]! += v;
    totals.set(key, total);
  }
  return [...totals.values()].reduce((sum, total) => sum + evaluate(penalty, total)['p']!, 0);
}
