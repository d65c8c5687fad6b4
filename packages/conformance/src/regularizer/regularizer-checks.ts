import { differentiate, evaluate, type Expr, input } from '@knotwork/algebra';
import type { RegularizerDefinition } from '@knotwork/plugin';
import { need, needClose } from '../engine/need.js';
import { freezeAt } from '../engine/freeze.js';
import { openCase } from '../engine/open-case.js';
import { kitNetwork } from '../kit/kit-network.js';
import { optionChecks, titled } from '../kit/option-checks.js';
import type { Options } from '../kit/option-values.js';
import type { PluginCheck, Subject } from '../kit/plugin-check.js';
import { areSameExpressions } from '../kit/same-expressions.js';
import { asPenalty } from '../subjects/plugin-objective.js';

export type RegularizerSubject = Subject<RegularizerDefinition>;

/** Statistics of the edges of one scope: none at work, one, all alike, scattered, tiny, huge. */
const SCOPES: Readonly<Record<string, readonly number[]>> = {
  'edges that are all zero': [0, 0, 0, 0], 'one edge at work': [0, 0.8, 0, 0], 'edges alike': [0.4, 0.4, 0.4, 0.4],
  'scattered edges': [0.1, 2.3, 0.02, 0.7], 'tiny edges': [1e-30, 3e-30, 1e-31, 2e-30], 'huge edges': [1e6, 3e7, 2e5, 8e6], 'one edge alone': [0.6],
};
/** Rounding of sums of a few numbers. */
const ROUNDING = 1e-12;
/** Gradients of a frozen penalty against differences of step 1e-6. */
const SLOPE = 1e-5;

const hasStrength = { text: 'an option `strength`', isMade: ({ definition }: RegularizerSubject) => 'strength' in definition.options.shape };
const isFrozen = {
  text: "`statistic: 'roughness'`, or an engine with moments", isMade: ({ definition, setup }: RegularizerSubject) => definition.statistic === 'roughness' || setup.engine.can.moments,
};
const isRoughness = { text: "`statistic: 'roughness'`", isMade: ({ definition }: RegularizerSubject) => definition.statistic === 'roughness' };

/** All checks of regularizers. */
export const regularizerChecks: readonly PluginCheck<RegularizerSubject>[] = [
  ...optionChecks<RegularizerSubject>((subject, options) => {
    for (const [name, statistics] of Object.entries(SCOPES)) need(Number.isFinite(penaltyOf(subject, options, statistics).value), `the penalty of ${name} is not finite`);
  }),
  {
    name: 'the formulas are pure and read what they are given',
    how: '`sums` and `penalty` give the same expressions again; the penalty reads sums that `sums` returns and nothing else.',
    run: (subject) => {
      for (const options of subject.sets) {
        const [a, b] = [expressions(subject, options), expressions(subject, options)];
        need(areSameExpressions(a, b), `${titled(subject.definition, options)} gives other formulas when asked again`);
        asPenalty(subject.definition, options);
      }
    },
  },
  {
    name: 'the penalty and its slopes are finite, also where every edge is zero',
    how: 'Of edges that are all zero, one at work, alike, scattered, tiny and huge: value and slope in every statistic; 0 log 0 and 0/0 are found here.',
    run: (subject) => {
      for (const options of subject.sets) {
        for (const [name, statistics] of Object.entries(SCOPES)) {
          const { value, slopes } = penaltyOf(subject, options, statistics);
          need(Number.isFinite(value), `${titled(subject.definition, options)}: the penalty of ${name} is ${value}`);
          need(slopes.every(Number.isFinite), `${titled(subject.definition, options)}: slopes of ${name} are ${slopes.join(', ')}`);
        }
      }
    },
  },
  {
    name: 'the penalty is never negative',
    how: 'On the same edges, up to rounding: a penalty without a floor would be minimized instead of the loss.',
    run: (subject) => {
      for (const options of subject.sets) {
        for (const [name, statistics] of Object.entries(SCOPES)) {
          const { value } = penaltyOf(subject, options, statistics);
          need(value >= -ROUNDING * Math.max(1, ...statistics), `${titled(subject.definition, options)}: the penalty of ${name} is ${value}`);
        }
      }
    },
  },
  {
    name: 'slopes agree with differences',
    how: 'Of the penalty in the statistic of every edge, where edges are at work.',
    run: (subject) => {
      for (const options of subject.sets) {
        for (const name of ['edges alike', 'scattered edges', 'one edge alone']) {
          const statistics = SCOPES[name]!;
          const { slopes } = penaltyOf(subject, options, statistics);
          const differences = statistics.map((s, k) => {
            const at = (by: number): number => penaltyOf(subject, options, statistics.map((v, j) => (j === k ? s + by : v))).value;
            const h = 1e-5 * s;
            return (at(h) - at(-h)) / (2 * h);
          });
          // Where edges are alike, or one is alone, some penalties are flat: then what remains of the difference is rounding.
          const scale = Math.max(...slopes.map(Math.abs), penaltyOf(subject, options, statistics).value, penaltyOf(subject, options, SCOPES['edges alike']!).value);
          slopes.forEach((slope, k) => need(Math.abs(slope - differences[k]!) <= SLOPE * scale, `${titled(subject.definition, options)}, ${name}: slope ${slope} in edge ${k}, by differences ${differences[k]}`));
        }
      }
    },
  },
  {
    name: 'twice the strength is twice the penalty, and none is none',
    how: 'The penalty is proportional to `strength`, so that strengths of papers carry over.',
    claim: hasStrength,
    run: (subject) => {
      for (const options of subject.sets) {
        for (const [name, statistics] of Object.entries(SCOPES)) {
          const at = (strength: number): number => penaltyOf(subject, { ...options, strength }, statistics).value;
          need(at(0) === 0, `${titled(subject.definition, options)}: with strength 0 the penalty of ${name} is ${at(0)}`);
          needClose([at(2)], [2 * at(1)], ROUNDING, `${titled(subject.definition, options)}, ${name}: twice the strength`);
        }
      }
    },
  },
  {
    name: 'the derivative that roughness is taken of is a whole number of at least one',
    how: '`derivative` is there and says 1, 2, ... for all options.',
    claim: isRoughness,
    run: ({ definition, sets }) => {
      for (const options of sets) {
        const m = definition.derivative?.(options);
        need(Number.isInteger(m) && m! >= 1, `${titled(definition, options)}: the derivative is ${m}`);
      }
    },
  },
  {
    name: 'a network takes the penalty, also where every edge is zero',
    how: 'Frozen at random edges and at edges of zero: value and gradient in an engine are finite, the penalty is not negative.',
    claim: isFrozen,
    run: async (subject) => {
      for (const options of subject.sets.filter((o) => (subject.definition.derivative?.(o) ?? 0) <= 2)) {
        const c = kitNetwork(subject, [2, 2, 1], { basis: { kind: 'reference-spline', degree: 3 } });
        const { program, state } = await openCase(subject.setup.engine, c);
        const data = await program.bind({ data: c.rows });
        for (const parameters of [c.network.parameters, withoutEdges(c)]) {
          await state.write({ parameters });
          const query = { penalty: await freezeAt({ program, state }, data, [asPenalty(subject.definition, options)]) };
          const { gradient, penalty, status } = await state.gradient(data, query);
          const what = `${titled(subject.definition, options)}, ${parameters === c.network.parameters ? 'random edges' : 'edges of zero'}`;
          need(status === 'ok' && Number.isFinite(penalty) && gradient.every(Number.isFinite), `${what}: penalty ${penalty}, gradient finite: ${gradient.every(Number.isFinite)}`);
          need(penalty >= -ROUNDING, `${what}: the penalty is ${penalty}`);
        }
      }
    },
  },
];

const expressions = ({ definition }: RegularizerSubject, options: Options): Expr[] => {
  const sums = definition.sums(input('s'), options);
  return [...Object.values(sums), definition.penalty(Object.fromEntries(Object.keys(sums).map((name) => [name, input(name)])), options)];
};

/** The penalty of one scope, and its slope in every statistic. */
function penaltyOf(subject: RegularizerSubject, options: Options, statistics: readonly number[]): { value: number; slopes: number[] } {
  const { sums, penalty } = asPenalty(subject.definition, options);
  const each = statistics.map((s) => evaluate(sums, { s }));
  const totals = Object.fromEntries(sums.outputs.map((name) => [name, each.reduce((total, part) => total + part[name]!, 0)]));
  const inSums = sums.outputs.map((name) => evaluate(differentiate(penalty, name), totals)['p']!);
  const ofSums = differentiate(sums, 's');
  const slopes = statistics.map((s) => { const d = evaluate(ofSums, { s }); return sums.outputs.reduce((slope, name, k) => slope + inSums[k]! * d[name]!, 0); });
  return { value: evaluate(penalty, totals)['p']!, slopes };
}

function withoutEdges({ structure, network }: ReturnType<typeof kitNetwork>): Float64Array {
  const parameters = network.parameters.slice();
  for (const { role, offset, length } of structure.segments) if (role === 'coefficients' || role === 'baseWeight') parameters.fill(0, offset, offset + length);
  return parameters;
}
