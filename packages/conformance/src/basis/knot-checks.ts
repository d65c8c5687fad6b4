import { knotPositions, spacedKnots } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import type { TermStructure } from '@knotwork/plugin/engine';
import { need, needClose, ROUNDING } from '../engine/need.js';
import { titled } from '../kit/option-checks.js';
import type { PluginCheck } from '../kit/plugin-check.js';
import { type BasisSubject, denseFeatures, DOMAIN, innerPoints, largest, largestDifference, moderateTerms, placesOf, termOf, WIDTH } from './basis-term.js';
import { bestFit } from './span-checks.js';

const mayOwnKnots = { text: '`grid.knot` without taking the number of an interval for its position', isMade: (subject: BasisSubject) => hasGrid(subject) && termOf(subject, subject.sets[0]!).mayOwnKnots };

/** What the declaration says by itself: a basis that fails when it is resolved is checked for no more than that. */
const hasGrid = ({ definition: { capabilities, intervals } }: BasisSubject): boolean => intervals !== undefined && capabilities.onDomainMove === 'refit';

/** Distance of two points that count as one place, and what may change over it, both as shares. */
const NEAR = 1e-9;
const JOINED = 1e-4;

/** Bases that work with knots of their own. */
export const knotChecks: readonly PluginCheck<BasisSubject>[] = [
  {
    name: 'knots of their own that are even give what even knots give',
    how: 'The same features to 1e-12, by the other way through the formula.',
    claim: mayOwnKnots,
    run: (subject) => {
      const points = innerPoints(100);
      for (const own of moderateTerms(subject, { knots: 'own' })) {
        const even = termOf(subject, own.basisOptions);
        for (const place of placesOf(own)) {
          const knots = Float64Array.from({ length: own.intervals! + 1 }, (_, j) => j);
          needClose(denseFeatures(own, points, { ...place, knots }), denseFeatures(even, points, place), ROUNDING, titled(subject.definition, own.basisOptions));
        }
      }
    },
  },
  {
    name: 'on knots anywhere features are finite, join, and span what they claim',
    how: 'Random knots, some at the least distance: the join of cells and the fit of 1 are checked again.',
    claim: mayOwnKnots,
    run: (subject) => {
      for (const term of moderateTerms(subject, { knots: 'own' }).filter((t) => t.intervals! > 1)) {
        const what = titled(subject.definition, term.basisOptions);
        const stream = randomStream(3, 'knots');
        const knots = spacedKnots(Float64Array.from({ length: term.intervals! + 1 }, (_, j) => (j === 1 ? DOMAIN[0] : stream.uniform(...DOMAIN))), DOMAIN, term.intervals!);
        for (const place of placesOf(term).map((p) => ({ ...p, knots }))) {
          const scale = largest(denseFeatures(term, innerPoints(200), place));
          need(Number.isFinite(scale), `${what}: a feature is not finite`);
          if ((subject.definition.capabilities.smoothness?.(term.basisOptions) ?? 1) >= 1) requireJoins(term, place, scale, what);
          if (subject.definition.capabilities.spansConstants) {
            const { error } = bestFit(term, place, () => 1);
            need(error <= SPANNED, `${what}: the best fit of 1 is off by ${error.toExponential(2)}`);
          }
        }
      }
    },
  },
];

/** Fits on knots that are a thousand times closer in places are that much worse conditioned. */
const SPANNED = 1e-8;

type Place = ReturnType<typeof placesOf>[number];

function requireJoins(term: TermStructure, place: Place, scale: number, what: string): void {
  const knots = knotPositions(term, place)!;
  for (const knot of knots.subarray(1, -1)) {
    const [left, right] = [-NEAR, NEAR].map((by) => denseFeatures(term, Float64Array.of(knot + by * WIDTH / term.intervals!), place)) as [Float64Array, Float64Array];
    need(largestDifference(left, right) <= JOINED * scale, `${what}: features jump at the knot ${knot}`);
  }
}
