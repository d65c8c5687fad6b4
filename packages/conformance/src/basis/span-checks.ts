import { type FeaturePlace, termFeatures } from '@knotwork/network';
import { bandLeastSquares, rootMeanSquare } from '@knotwork/numerics';
import type { TermStructure } from '@knotwork/plugin/engine';
import { need } from '../engine/need.js';
import { type Options } from '../kit/option-values.js';
import { titled } from '../kit/option-checks.js';
import type { PluginCheck } from '../kit/plugin-check.js';
import { type BasisSubject, denseFeatures, DOMAIN, evenPoints, innerPoints, largest, moderateTerms, placesOf, termOf, WIDTH } from './basis-term.js';

/** A fit of what lies in the span leaves rounding, magnified by the condition of the features. */
const IN_SPAN = 1e-10;
/** Features that cancel to a constant with coefficients beyond this only come close: rounding of training would eat the rest. */
const MODEST = 1e4;
/** Intervals between which the error of the best fit is followed, and the least error that is not rounding. */
const LEVELS = [4, 6, 8, 12, 16, 24, 32, 48];
const FLOOR = 1e-11;
/** Share of an order by which a measured slope may fall short: it is reached in the limit only. */
const SHORT = 0.5;

const claimsConstants = { text: '`spansConstants: true`', isMade: ({ definition }: BasisSubject) => definition.capabilities.spansConstants };
const deniesConstants = { text: '`spansConstants: false`', isMade: ({ definition }: BasisSubject) => !definition.capabilities.spansConstants };
const claimsOrder = { text: '`order` and `refine`', isMade: ({ definition }: BasisSubject) => definition.capabilities.order !== undefined && definition.capabilities.refine !== undefined };

/** What a basis can represent. */
export const spanChecks: readonly PluginCheck<BasisSubject>[] = [
  {
    name: 'constants lie in the span',
    how: 'The best fit of 1 leaves at most 1e-10, at every option set and also with other shape parameters; nodes rely on it and train no bias.',
    claim: claimsConstants,
    run: (subject) => {
      for (const term of moderateTerms(subject)) {
        for (const place of placesOf(term)) {
          const { error } = bestFit(term, place, () => 1);
          need(error <= IN_SPAN, `${titled(subject.definition, term.basisOptions)}: the best fit of 1 is off by ${error.toExponential(2)}`);
        }
      }
    },
  },
  {
    name: 'constants do not lie in the span',
    how: 'At some option set the best fit of 1 leaves more than rounding, or needs coefficients beyond 1e4; else biases would be trained twice.',
    claim: deniesConstants,
    run: (subject) => {
      const spans = moderateTerms(subject).every((term) => placesOf(term).every((place) => {
        const { error, size } = bestFit(term, place, () => 1);
        return error <= IN_SPAN && size <= MODEST;
      }));
      need(!spans, `${subject.definition.name} represents 1 at all options that were tried: declare spansConstants: true`);
    },
  },
  {
    name: 'the declared order is what is measured',
    how: 'The error of the best fit of a smooth wave falls like h to at least the order less 1/2, by a line through log error over log h.',
    claim: claimsOrder,
    run: (subject) => {
      for (const options of subject.sets) {
        const declared = subject.definition.capabilities.order!(options);
        const errors = errorsByLevel(subject, options, declared);
        if (errors.length < 2) continue;
        const slope = -slopeOf(errors.map(({ level, error }) => [Math.log(level), Math.log(error)] as const));
        const list = errors.map(({ level, error }) => `${level}: ${error.toExponential(1)}`).join(', ');
        need(slope >= declared - SHORT, `${titled(subject.definition, options)} declares order ${declared}; measured ${slope.toFixed(2)} (${list})`);
      }
    },
  },
];

/** A best fit; numbers are relative to the largest value of the function. */
interface Fit {
  readonly coefficients: Float64Array;
  /** Root mean square and largest error between the fitting points. */
  readonly error: number;
  readonly worst: number;
  /** Largest coefficient. */
  readonly size: number;
}

/** Best fit of a function on even points. */
export function bestFit(term: TermStructure, place: FeaturePlace, target: (x: number) => number): Fit {
  const points = evenPoints(8 * term.size + 1, place.domain);
  const { starts, values } = termFeatures(term, 0)(points, place);
  const { coefficients } = bandLeastSquares({ rows: points.length, size: term.size, window: term.window, starts, values: values[0]!, targets: points.map(target), count: 1 });
  const between = innerPoints(200, place.domain);
  const wanted = between.map(target);
  const dense = denseFeatures(term, between, place);
  const errors = wanted.map((t, n) => coefficients.reduce((sum, c, s) => sum + c * dense[n * term.size + s]!, -t));
  const scale = largest(wanted);
  return { coefficients, error: rootMeanSquare(errors) / scale, worst: largest(errors) / scale, size: largest(coefficients) / scale };
}

/** A wave that no basis has among its functions, gentle enough for eight intervals and lively enough for low orders. */
const wave = (x: number): number => Math.sin((7.3 * (x - DOMAIN[0])) / WIDTH + 0.4) + 0.3 * Math.cos((4.1 * (x - DOMAIN[0])) / WIDTH);

function errorsByLevel(subject: BasisSubject, options: Options, order: number): { level: number; error: number }[] {
  const { option } = subject.definition.capabilities.refine!;
  const found: { level: number; error: number }[] = [];
  for (const level of LEVELS) {
    const parsed = subject.definition.options.safeParse({ ...options, [option]: level });
    if (!parsed.success) continue;
    const term = termOf(subject, parsed.data);
    const { error } = bestFit(term, placesOf(term)[0]!, wave);
    if (error > FLOOR) found.push({ level, error });
  }
  // High orders begin late and reach rounding early; low ones are followed further, where they have begun.
  return order <= 4 ? found.slice(-4) : found.slice(-3);
}

function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (k: 0 | 1): number => points.reduce((sum, p) => sum + p[k], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  return points.reduce((sum, p) => sum + (p[0] - x) * (p[1] - y), 0) / points.reduce((sum, p) => sum + (p[0] - x) ** 2, 0);
}
