import type { DampingRule, OptimizerDefinition } from '@knotwork/plugin';
import { need } from '../engine/need.js';
import { openCase } from '../engine/open-case.js';
import { kitNetwork } from '../kit/kit-network.js';
import { titled } from '../kit/option-checks.js';
import type { Options } from '../kit/option-values.js';
import type { PluginCheck } from '../kit/plugin-check.js';
import type { OptimizerSubject } from './optimizer-checks.js';

type Damped = Extract<OptimizerDefinition, { method: 'normal-equations' }>;

/** Gains of steps: as promised, better, worse, none, 0/0, and what overflow makes of them. */
const GAINS = [1, 0.5, 0.25, 2, 0, -1, 1e9, -1e200, NaN, Infinity, -Infinity];
const DAMPINGS = [1e-16, 1e-8, 1e-3, 1, 1e5, 1e12];
/** Steps in a network, and the share of its squared error that may be left: edges are linear in their coefficients, so that few steps do. */
const STEPS = 8;
const LEFT = 0.2;

const isDamped = { text: "`method: 'normal-equations'`", isMade: ({ definition }: OptimizerSubject) => definition.method === 'normal-equations' };
const ruleOf = (subject: OptimizerSubject, options: Options): DampingRule => (subject.definition as unknown as Damped).damping(options);

/** What a rule for damping must do. */
export const dampingChecks: readonly PluginCheck<OptimizerSubject>[] = [
  {
    name: 'damping stays a positive finite number, whatever the gain',
    how: 'After accepted steps of any gain, 0/0 included, after rejections in a row, and after hundreds of either.',
    claim: isDamped,
    run: (subject) => {
      for (const options of subject.sets) requireSoundDamping(ruleOf(subject, options), titled(subject.definition, options));
    },
  },
  {
    name: 'a step that kept its promise does not raise damping, a rejected one does',
    how: 'mu after a gain of 1 is at most mu; after a rejection it is more, unless it has reached a bound, and never less for more failures.',
    claim: isDamped,
    run: (subject) => {
      for (const options of subject.sets) {
        const rule = ruleOf(subject, options);
        for (const mu of [1e-8, 1e-3, 1, 1e5]) {
          const what = `${titled(subject.definition, options)} at mu = ${mu}`;
          need(rule.accepted(mu, 1) <= mu, `${what}: ${rule.accepted(mu, 1)} after a step that kept its promise`);
          need(rule.rejected(mu, 1) > mu, `${what}: ${rule.rejected(mu, 1)} after a rejected try`);
          for (let failures = 1; failures < 20; failures++) need(rule.rejected(mu, failures + 1) >= rule.rejected(mu, failures), `${what}: less after ${failures + 1} failures than after ${failures}`);
        }
      }
    },
  },
  {
    name: 'a network trains with few steps',
    how: 'Eight damped steps, tried and judged as training does, take four fifths off the squared error of edges that are linear in their coefficients.',
    claim: { text: `${isDamped.text}, and an engine with normal equations`, isMade: (subject) => isDamped.isMade(subject) && subject.setup.engine.can.normalEquations },
    run: async (subject) => {
      const rule = ruleOf(subject, subject.sets[0]!);
      const c = kitNetwork(subject, [2, 1], { edge: { kind: 'reference-plain' } });
      const { program, state } = await openCase(subject.setup.engine, c);
      const data = await program.bind({ data: learnable(c.rows) });
      const before = (await state.value(data)).value;
      let mu = rule.start;
      for (let step = 0; step < STEPS; step++) {
        const now = (await state.value(data)).value;
        const normal = await state.normal(data);
        for (let failures = 1; failures <= rule.tries; failures++) {
          const trial = await state.tryStep(normal, { shape: rule.shape, mu }, data);
          if (trial.status === 'ok' && trial.value.value <= now) { mu = rule.accepted(mu, (now - trial.value.value) / trial.predicted); await state.accept(trial); break; }
          mu = rule.rejected(mu, failures);
        }
      }
      const after = (await state.value(data)).value;
      need(after <= LEFT * before, `${c.name}: from ${before.toPrecision(4)} to ${after.toPrecision(4)} in ${STEPS} steps`);
    },
  },
];

/** @throws Error unless all constants are possible and mu stays a positive finite number */
export function requireSoundDamping(rule: DampingRule, what: string): void {
  const { shape, start, restart, tries, tolerance, patience } = rule;
  need(shape === 'marquardt' || shape === 'identity', `${what}: shape "${String(shape)}"`);
  for (const [name, mu] of Object.entries({ start, restart })) need(mu > 0 && Number.isFinite(mu), `${what}: ${name} is ${mu}`);
  for (const [name, count] of Object.entries({ tries, patience })) need(Number.isInteger(count) && count >= 1, `${what}: ${name} is ${count}; it must be a whole number of at least 1`);
  need(tolerance >= 0, `${what}: the tolerance is ${tolerance}`);
  const requirePositive = (mu: number, after: string): void => need(mu > 0 && Number.isFinite(mu), `${what}: mu is ${mu} after ${after}`);
  for (const mu of DAMPINGS) {
    for (const gain of GAINS) requirePositive(rule.accepted(mu, gain), `a step of gain ${gain} at ${mu}`);
    for (const failures of [1, 2, 5, 20, 60]) requirePositive(rule.rejected(mu, failures), `${failures} rejections at ${mu}`);
  }
  let [low, high] = [start, start];
  for (let k = 1; k <= 500; k++) { low = rule.accepted(low, 1); high = rule.rejected(high, k); }
  requirePositive(low, '500 accepted steps');
  requirePositive(high, '500 rejected tries');
}

/** Targets that the first inputs decide. */
function learnable(rows: ReturnType<typeof kitNetwork>['rows']): ReturnType<typeof kitNetwork>['rows'] {
  const { count, width, values } = rows.inputs;
  return { inputs: rows.inputs, targets: { count, width: 1, values: Float64Array.from({ length: count }, (_, n) => Math.sin(2 * values[n * width]!) + 0.5) } };
}
