import { input } from '@knotwork/algebra';
import type { FunctionDefinition } from '@knotwork/plugin';
import { needSlopes } from '../kit/differences.js';
import { need } from '../engine/need.js';
import { claimChecks, claimsOf } from './claim-checks.js';
import type { FunctionSetup } from './function-setup.js';
import { kitNetwork, useOf } from '../kit/kit-network.js';
import { networkChecks } from '../network/network-checks.js';
import { optionChecks, titled } from '../kit/option-checks.js';
import type { Options } from '../kit/option-values.js';
import type { PluginCheck, Subject } from '../kit/plugin-check.js';
import { areSameExpressions } from '../kit/same-expressions.js';
import { valuesOf } from '../kit/values-of.js';

export type FunctionSubject = Subject<FunctionDefinition, FunctionSetup>;

/** Where activations get to, when nothing else is said. */
const RANGE = [-30, 30] as const;
const COUNT = 400;
/** Step of differences, as a share of the range but no larger than a hundredth. */
const STEP = 1e-4;

const everywhere = {
  text: 'no `range` in the setup, no `domain`',
  isMade: (subject: FunctionSubject) => subject.setup.range === undefined && subject.sets.every((options) => claimsOf(subject, options).domain === undefined),
};
const applied = ({ definition }: FunctionSubject, options: Options) => definition.apply(input('x'), options);

/** What the setup says, or well inside the domain that is claimed: near a pole, derivatives are as large as one likes. */
function rangeOf(subject: FunctionSubject, options: Options): readonly [number, number] {
  const { domain } = claimsOf(subject, options);
  if (subject.setup.range !== undefined) return subject.setup.range;
  if (domain === undefined) return RANGE;
  const [from, to] = domain;
  if (from > -Infinity && to < Infinity) return [from + (to - from) / 10, to - (to - from) / 10];
  return from > -Infinity ? [from + 1, from + 31] : [to - 31, to - 1];
}

/** Ends, zero, and shares of the range that no round number has. */
function pointsOf(subject: FunctionSubject, options: Options): Float64Array {
  const [a, b] = rangeOf(subject, options);
  const inner = Float64Array.from({ length: COUNT }, (_, n) => a + (b - a) * (((n + 1) * 0.6180339887498949) % 1));
  return Float64Array.from([a, b, ...(a < 0 && b > 0 ? [0, 1e-9, -1e-9] : []), ...inner]);
}

/** All checks of functions of one variable. */
export const functionChecks: readonly PluginCheck<FunctionSubject>[] = [
  ...optionChecks<FunctionSubject>((subject, options) => {
    need(valuesOf(applied(subject, options), pointsOf(subject, options)).every(Number.isFinite), 'a value is not finite on the range');
  }),
  {
    name: 'the formula is pure',
    how: '`apply` gives the same expressions when it is called again, with other options in between.',
    run: (subject) => {
      const first = subject.sets.map((options) => applied(subject, options));
      subject.sets.toReversed().forEach((options, i) => need(areSameExpressions([applied(subject, options)], [first[subject.sets.length - 1 - i]!]), `${titled(subject.definition, options)} gives another formula when asked again`));
    },
  },
  {
    name: 'values and derivatives to third order are finite on the range',
    how: 'At both ends, at and around zero, and at four hundred points between; the range is [-30, 30], or well inside the domain that is claimed, unless the setup says otherwise.',
    run: (subject) => {
      for (const options of subject.sets) {
        const points = pointsOf(subject, options);
        for (const order of [0, 1, 2, 3]) {
          const values = valuesOf(applied(subject, options), points, order);
          const at = values.findIndex((v) => !Number.isFinite(v));
          need(at < 0, `${titled(subject.definition, options)}: derivative ${order} is ${values[at]} at x = ${points[at]}`);
        }
      }
    },
  },
  {
    name: 'derivatives agree with differences',
    how: 'To third order against central differences, away from kinks.',
    run: (subject) => {
      for (const options of subject.sets) {
        const [a, b] = rangeOf(subject, options);
        const h = Math.min(STEP * (b - a), 0.01);
        const points = pointsOf(subject, options).filter((x) => x > a + 10 * h && x < b - 10 * h && Math.abs(x) > 1e-6);
        const e = applied(subject, options);
        for (const order of [1, 2, 3]) needSlopes((x) => valuesOf(e, x, order - 1), (x) => valuesOf(e, x, order), points, h, `${titled(subject.definition, options)}, derivative ${order}`);
      }
    },
  },
  {
    name: 'value and slope are finite far out',
    how: 'At a thousand on both sides, where an activation that ran away would be.',
    claim: everywhere,
    run: (subject) => {
      for (const options of subject.sets) {
        for (const order of [0, 1]) {
          const values = valuesOf(applied(subject, options), Float64Array.of(-1000, 1000), order);
          need(values.every(Number.isFinite), `${titled(subject.definition, options)}: ${order === 0 ? 'values' : 'slopes'} ${values.join(' and ')} at x = -1000 and 1000`);
        }
      }
    },
  },
  ...claimChecks,
  // Networks have inputs everywhere, so only functions that are defined everywhere can be base functions in them.
  ...networkChecks<FunctionSubject>((subject, widths, seed) =>
    kitNetwork(subject, widths, { edge: { kind: 'reference-based', base: useOf(subject.definition, subject.sets[0]!) } }, seed)).map((check) => ({ ...check, claim: everywhere })),
];
