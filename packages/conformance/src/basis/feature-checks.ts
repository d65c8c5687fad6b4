import { evaluate, formula, grid, GRID_MAX, GRID_MIN, input, type Operand, toExpr } from '@knotwork/algebra';
import { featureInputs, featureTables, shapeInput, termFeatures } from '@knotwork/network';
import { type Expr, OUTSIDES } from '@knotwork/plugin';
import type { TermStructure } from '@knotwork/plugin/engine';
import { need } from '../engine/need.js';
import { type Options } from '../kit/option-values.js';
import { titled } from '../kit/option-checks.js';
import type { PluginCheck } from '../kit/plugin-check.js';
import { areSameExpressions } from '../kit/same-expressions.js';
import {
  type BasisSubject, denseFeatures, DOMAIN, evenPoints, innerKnots, innerPoints, JOINED, largest, largestDifference, moderateTerms, NEAR, placesOf, termOf, WIDTH,
} from './basis-term.js';

/** What features are, whatever the support. */
export const featureChecks: readonly PluginCheck<BasisSubject>[] = [
  {
    name: 'features are pure',
    how: 'Called twice with the same options, and with others in between, `features`, `size`, `shape` and `reads` give the same; what a module remembers shows here.',
    run: ({ definition, sets }) => {
      const first = sets.map((options) => snapshot(definition, options));
      // Backwards, so that every set follows another one than before.
      const second = sets.toReversed().map((options) => snapshot(definition, options)).toReversed();
      first.forEach((one, i) => {
        const other = second[i]!;
        need(areSameExpressions(one.expressions, other.expressions) && one.rest === other.rest, `${titled(definition, sets[i]!)} gives other features when it is asked again`);
      });
    },
  },
  {
    name: 'sizes and windows are those declared',
    how: 'As many features as `size` and `window` say, and a window that begins at a whole number from 0 to size - window all over the domain.',
    run: (subject) => {
      for (const options of subject.sets) {
        const term = termOf(subject, options);
        if (term.features.start !== null) requireWholeStarts(term, titled(subject.definition, options));
      }
    },
  },
  {
    name: 'every coefficient is live somewhere in the domain',
    how: 'Each feature is not zero at one of many points; a coefficient that nothing multiplies would be counted and never trained.',
    run: (subject) => {
      for (const term of moderateTerms(subject)) {
        const dense = denseFeatures(term, innerPoints(20 * term.size), placesOf(term)[0]!);
        for (let s = 0; s < term.size; s++) {
          need(dense.some((v, k) => k % term.size === s && v !== 0), `${titled(subject.definition, term.basisOptions)}: coefficient ${s} of ${term.size} multiplies nothing`);
        }
      }
    },
  },
  {
    name: 'features and derivatives to third order are finite everywhere',
    how: 'At both ends, on every knot and on both sides of it, and a thousand domains away (two, continued freely), under every `outside`.',
    run: (subject) => {
      for (const options of subject.sets) {
        for (const outside of OUTSIDES) {
          const term = termOf(subject, options, { outside });
          const points = hazards(term, outside === 'free' ? 2 : 1000);
          for (const place of placesOf(term)) {
            const { values } = termFeatures(term, 3)(points, place);
            values.forEach((table, order) => {
              const at = table.findIndex((v) => !Number.isFinite(v));
              need(at < 0, `${titled(subject.definition, options)}, outside ${outside}: derivative ${order} of a feature is ${table[at]} at x = ${points[Math.floor(at / term.window)]} of the domain [${DOMAIN.join(', ')}]`);
            });
          }
        }
      }
    },
  },
  {
    name: 'both ends of the domain belong to it',
    how: 'Features at an end are those just inside; intervals that are all open to the right lose the last sample.',
    run: (subject) => {
      for (const term of moderateTerms(subject)) {
        for (const end of DOMAIN) {
          const inside = end + (end === DOMAIN[0] ? 1 : -1) * NEAR * WIDTH;
          requireJoined(term, end, inside, `${titled(subject.definition, term.basisOptions)} at the end ${end} of the domain`);
        }
      }
    },
  },
  {
    name: 'features join from cell to cell',
    how: 'All features, those outside the window being zero, agree on both sides of every knot; a global function cut to a window does not. Not asked of smoothness 0.',
    claim: { text: "`support: 'window'`, smoothness 1 or not declared", isMade: ({ definition, sets }) => definition.capabilities.support === 'window' && sets.some((options) => joins(definition, options)) },
    run: (subject) => {
      for (const term of moderateTerms(subject).filter((t) => joins(subject.definition, t.basisOptions))) {
        for (const knot of innerKnots(term)) {
          requireJoined(term, knot - NEAR * WIDTH, knot + NEAR * WIDTH, `${titled(subject.definition, term.basisOptions)} at the knot ${knot}`);
        }
      }
    },
  },
  {
    name: 'neighbouring coefficients belong to neighbouring places',
    how: 'Centers of gravity of the features ascend with their number, so that differences of coefficients measure roughness.',
    claim: { text: '`differenceOrder`', isMade: ({ definition }) => definition.capabilities.differenceOrder !== undefined },
    run: (subject) => {
      for (const term of moderateTerms(subject)) {
        const points = evenPoints(40 * term.size + 1);
        const dense = denseFeatures(term, points, placesOf(term)[0]!).map(Math.abs);
        const centers = Array.from({ length: term.size }, (_, s) => {
          const column = points.map((_, n) => dense[n * term.size + s]!);
          return column.reduce((sum, v, n) => sum + v * points[n]!, 0) / column.reduce((sum, v) => sum + v, 0);
        });
        const at = centers.findIndex((center, s) => s > 0 && !(center > centers[s - 1]!));
        need(at < 0, `${titled(subject.definition, term.basisOptions)}: feature ${at} does not lie to the right of feature ${at - 1}`);
      }
    },
  },
];

const joins = ({ capabilities }: BasisSubject['definition'], options: Options): boolean => (capabilities.smoothness?.(options) ?? 1) >= 1;

/** Everything a basis says of some options. */
function snapshot(definition: BasisSubject['definition'], options: Options): { expressions: readonly Expr[]; rest: string } {
  const shape = definition.shape?.(options) ?? {};
  const functions = definition.functions?.(options) ?? {};
  const standIns = Object.fromEntries(Object.keys(functions).map((name) => [name, (x: Operand): Expr => toExpr(x).sin()]));
  const returned = definition.features(input('x'), grid, options, Object.fromEntries(Object.keys(shape).map((name) => [name, input(shapeInput(name))])), standIns);
  const expressions = 'start' in returned ? [returned.start, ...returned.values] : returned;
  return { expressions, rest: JSON.stringify([definition.size(options), definition.window?.(options), definition.intervals?.(options), shape, functions, definition.reads?.(options), definition.capabilities.order?.(options)]) };
}

/** The ends of the domain, knots, places beside them, and far away. At most about 400. */
function hazards(term: TermStructure, far: number): Float64Array {
  const knots = innerKnots(term);
  const step = Math.ceil(knots.length / 40);
  const special = [...DOMAIN, DOMAIN[0] + WIDTH / 2, ...knots.filter((_, k) => k % step === 0)];
  const beside = special.flatMap((x) => [x, x - NEAR * WIDTH, x + NEAR * WIDTH]);
  return Float64Array.from([...beside, ...innerPoints(40), DOMAIN[0] - 0.05 * WIDTH, DOMAIN[1] + 0.05 * WIDTH, DOMAIN[0] - far * WIDTH, DOMAIN[1] + far * WIDTH]);
}

function requireWholeStarts(term: TermStructure, what: string): void {
  const shape = placesOf(term)[0]!.shape!;
  const f = formula(featureInputs(Object.keys(shape)), { start: term.features.start! }, featureTables(term));
  for (const x of [...hazards(term, 0), ...innerPoints(100)].filter((x) => x >= DOMAIN[0] && x <= DOMAIN[1])) {
    const { start } = evaluate(f, { x, [GRID_MIN]: DOMAIN[0], [GRID_MAX]: DOMAIN[1], ...Object.fromEntries(Object.entries(shape).map(([name, v]) => [shapeInput(name), v])) });
    need(Number.isInteger(start) && start! >= 0 && start! <= term.size - term.window, `${what}: the window begins at ${start} for x = ${x}; it must be a whole number from 0 to ${term.size - term.window}`);
  }
}

function requireJoined(term: TermStructure, x: number, y: number, what: string): void {
  for (const place of placesOf(term)) {
    const [at, beside] = [x, y].map((p) => denseFeatures(term, Float64Array.of(p), place)) as [Float64Array, Float64Array];
    const scale = largest(denseFeatures(term, innerPoints(200), place));
    need(largestDifference(at, beside) <= JOINED * scale, `${what}: features jump from [${[...beside].map((v) => v.toPrecision(3)).join(', ')}] to [${[...at].map((v) => v.toPrecision(3)).join(', ')}]`);
  }
}
