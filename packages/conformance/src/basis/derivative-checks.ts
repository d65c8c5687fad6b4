import { blockProgram, formula, GRID_MIN, GRID_MAX } from '@knotwork/algebra';
import { type FeaturePlace, shapeInput, termFeatures, termFormula } from '@knotwork/network';
import type { TermStructure } from '@knotwork/plugin/engine';
import { needSlopes, richardson } from '../kit/differences.js';
import { need } from '../engine/need.js';
import { titled } from '../kit/option-checks.js';
import type { PluginCheck } from '../kit/plugin-check.js';
import { type BasisSubject, denseFeatures, innerKnots, innerPoints, JOINED, largest, largestDifference, moderateTerms, NEAR, placesOf, WIDTH } from './basis-term.js';

/** Step of differences, as a share of the domain per coefficient: small enough for features, large enough for their third differences. */
const STEP = 1e-3;

const hasShape = ({ definition, sets }: BasisSubject): boolean => Object.keys(definition.shape?.(sets[0]!) ?? {}).length > 0;

/** Derivatives are made of the formula; differences of its values say whether the formula is a smooth one. */
export const derivativeChecks: readonly PluginCheck<BasisSubject>[] = [
  {
    name: 'derivatives to third order agree with differences',
    how: 'Each order against central differences of the one below, extrapolated to fourth order, away from knots; steps in disguise (a table, `floor`) fail where such a difference reaches over one, so that a few steps far apart pass.',
    run: (subject) => {
      for (const term of moderateTerms(subject)) {
        const h = (STEP * WIDTH) / Math.max(term.size, term.intervals ?? 0);
        const knots = innerKnots(term);
        const points = innerPoints(40).filter((x) => knots.every((knot) => Math.abs(x - knot) > 12 * h));
        for (const place of placesOf(term)) {
          for (const order of [1, 2, 3]) {
            needSlopes((x) => denseFeatures(term, x, place, order - 1), (x) => denseFeatures(term, x, place, order), points, h, `${titled(subject.definition, term.basisOptions)}, derivative ${order}`);
          }
        }
      }
    },
  },
  {
    name: 'the declared smoothness is what is measured',
    how: 'At every knot the derivatives below the declared order join, up to the third, and the one of that order, up to the fourth, jumps at one of them.',
    claim: { text: "`support: 'window'`", isMade: ({ definition }) => definition.capabilities.support === 'window' },
    run: (subject) => {
      for (const term of moderateTerms(subject).filter((t) => innerKnots(t).length > 0)) {
        const what = titled(subject.definition, term.basisOptions);
        const smoothness = subject.definition.capabilities.smoothness?.(term.basisOptions) ?? Infinity;
        for (let order = 1; order <= Math.min(smoothness - 1, 3); order++) {
          const jump = largestJump(term, order);
          need(jump <= JOINED, `${what}: smoothness ${smoothness === Infinity ? 'without end' : smoothness}, and derivative ${order} jumps at a knot by ${jump.toExponential(1)} of its largest value`);
        }
        if (smoothness <= 4) need(largestJump(term, smoothness) > JOINED, `${what}: smoothness ${smoothness}, and derivative ${smoothness} jumps at no knot: it is smoother, or breaks between knots, where nothing may break`);
      }
    },
  },
  {
    name: 'shape parameters begin where they may be, and each does something',
    how: 'At a number or in an interval, positive where they must stay so; features have a finite derivative in each of them that agrees with differences and is not zero everywhere.',
    claim: { text: '`shape`', isMade: hasShape },
    run: (subject) => {
      for (const term of moderateTerms(subject)) {
        const what = titled(subject.definition, term.basisOptions);
        for (const [name, { initial, constraint }] of Object.entries(term.shape)) {
          const { from, to } = typeof initial === 'number' ? { from: initial, to: initial } : initial;
          need(Number.isFinite(from) && Number.isFinite(to) && from <= to, `${what}: the shape parameter "${name}" begins between ${from} and ${to}`);
          need(constraint !== 'positive' || from > 0, `${what}: the shape parameter "${name}" begins at ${from} and must be positive`);
          for (const place of placesOf(term)) requireSlopeInShape(term, name, place, `${what}, derivative in "${name}"`);
        }
      }
    },
  },
];

/** Largest jump of a derivative of a feature at a knot, as a share of its largest value. */
function largestJump(term: TermStructure, order: number): number {
  const jumps = placesOf(term).map((place) => {
    const scale = largest(denseFeatures(term, innerPoints(200), place, order));
    const sides = [-NEAR, NEAR].map((by) => denseFeatures(term, Float64Array.from(innerKnots(term), (knot) => knot + by * WIDTH), place, order)) as [Float64Array, Float64Array];
    return scale === 0 ? 0 : largestDifference(...sides) / scale;
  });
  return Math.max(...jumps);
}

function requireSlopeInShape(term: TermStructure, name: string, place: FeaturePlace, what: string): void {
  const { formula: all, shape } = termFormula(term, 0, [name]);
  const f = formula(all.inputs, Object.fromEntries(shape[name]![0]!.map((o, j) => [`d${j}`, all.roots[o]!])), all.tables);
  const points = innerPoints(40);
  const program = blockProgram(f, points.length);
  f.inputs.forEach((input, i) => {
    const column = program.inputs[i]!;
    if (input === 'x') column.set(points);
    else column.fill(input === GRID_MIN ? place.domain[0] : input === GRID_MAX ? place.domain[1] : place.shape![Object.keys(term.shape).find((n) => shapeInput(n) === input)!]!);
  });
  program.run(points.length);
  const derivative = Float64Array.from({ length: points.length * term.window }, (_, k) => program.outputs[k % term.window]![Math.floor(k / term.window)]!);
  const live = (value: Float64Array): Float64Array => termFeatures(term, 0)(points, { ...place, shape: { ...place.shape, [name]: value[0]! } }).values[0]!;
  const differences = richardson(live, Float64Array.of(place.shape![name]!), STEP);
  const scale = largest(derivative);
  need(scale > 0, `${what}: zero everywhere, so the parameter does nothing`);
  const error = largest(derivative.map((v, k) => v - differences[k]!)) / scale;
  need(error <= SHAPE_TOLERANCE, `${what}: relative error ${error.toExponential(2)}, allowed ${SHAPE_TOLERANCE}`);
}

/** Differences of step 1e-3 in numbers near one, extrapolated: fourth order leaves about 1e-9 of smooth functions. */
const SHAPE_TOLERANCE = 1e-5;
