import { constant, type Expr, input } from '@knotwork/algebra';
import { type Curve, curveOf, type CurvePoints } from './curve.js';
import { type CurveError, descriptionLength, excess, type Noise, noiseOf } from './description-length.js';
import type { Fitted, FittedFunction } from './fitted-function.js';
import { type Library, linear } from './library.js';
import type { Polished } from './polish.js';
import { inPowersOfX, type FittedPolynomial, polynomials } from './polynomial.js';
import { digitsFor, rounded, written, writtenPolynomial } from './written.js';

/** A function as an answer to a curve. */
export interface Candidate {
  /** Of the function; `constant`, `linear` and `polynomial` are there in any library. */
  readonly name: string;
  /** Other functions of the library that have the same curves: of sine, cosine. */
  readonly sameCurves: readonly string[];
  /** Of c f(a x + b) + d; null for constants and polynomials. */
  readonly numbers: { readonly a: number; readonly b: number; readonly c: number; readonly d: number } | null;
  /** Of constants and polynomials, what 1, x, x^2, ... are multiplied by; null for others. */
  readonly powers: readonly number[] | null;
  /** How many numbers were fitted. */
  readonly size: number;
  /** Of the input `x`. */
  readonly formula: Expr;
  /** The same as an expression of mathjs, numbers to six digits, and more where it would be another curve without. */
  readonly text: string;
  /** Root mean square of what it leaves, in units of y. */
  readonly rmse: number;
  /** The same as a share of the spread of the curve. */
  readonly error: number;
  /** Share of the variance of y that it explains. */
  readonly r2: number;
  /** What its name and its numbers take to write down at the precision of one tenth of the spread, in nats: independent of the noise. */
  readonly complexity: number;
  /** Nats more than the best candidate takes: 0 for that. */
  readonly excessLength: number;
  /** Share of belief, given that one of the candidates is right. */
  readonly probability: number;
}

/** What functions a curve may be. */
export interface Suggestion {
  /** The best one, or null: none comes as near to the curve as its error, so keep the curve. */
  readonly answer: Candidate | null;
  /** By how many standard deviations the error of the best one exceeds what the curve's may be; above 3 there is no answer. */
  readonly misfit: number;
  /** All, the best one first. */
  readonly candidates: readonly Candidate[];
  /** As many of the best as it takes for 97 % of the belief: the best one, and what can hardly be told from it. */
  readonly nearTies: readonly Candidate[];
  /** Those of which no simpler one is as near: complexity ascends, error falls. */
  readonly front: readonly Candidate[];
}

const BELIEF = 0.97;
const MOST_MISFIT = 3;
/** What takes so many nats more than the best is not looked at more closely. */
const WORTH_FINISHING = 60;
/** Of polynomials that no power of one place is: the parabola is one. */
const DEGREES = [3, 4, 5, 6, 7, 8];
/** Such a polynomial is what one takes when nothing says more, in nats; one of a degree that laws hardly have is more far-fetched for every degree beyond. */
const polynomialComplexity = (degree: number): number => 3 + 2 * Math.max(0, degree - USUAL_DEGREE);
const USUAL_DEGREE = 5;
const TENTH = Math.LN10;

/**
 * Which functions c f(a x + b) + d a curve may be, by description length.
 *
 * @param library made once, for any number of curves
 * @param points of the curve; of more than 128, about 100 quantiles are looked at
 * @param error what is known of the curve's
 * @param digits of numbers in texts, `all` for those that are read back as they are; six where it is left out, and more where the text would be another curve without
 * @returns never without candidates: a constant is always one
 * @throws KnotworkError `input` for points that are no curve, or an error that cannot be
 *
 * @example
 * const library = new Library([{ definition: sine }, { definition: exp }]);
 * suggest(library, { x, y }, { size: 1e-3 }).answer?.text; // '2 * sin(3 * x + 1)'
 */
export function suggest(library: Library, points: CurvePoints, error: CurveError, digits?: number | 'all'): Suggestion {
  const curve = curveOf(points);
  const noise = noiseOf(error, curve.spread, curve.places);
  const most = Math.min(curve.places, noise.observations);
  const drafts = [...constantDraft(curve, noise, digits), ...(curve.half > 0 && curve.spread > 0 ? [...functionDrafts(library, curve, noise, most, digits), ...polynomialDrafts(curve, noise, most, digits)] : [])];
  drafts.sort((p, q) => p.length - q.length);
  const best = drafts[0]!.length;
  const finished = drafts.flatMap((draft) => draft.finish(draft.length < best + WORTH_FINISHING) ?? []).sort((p, q) => p.length - q.length);
  return judged(finished, curve, noise);
}

type Digits = number | 'all' | undefined;

/** A candidate that is not yet worth its final form. */
interface Draft {
  readonly length: number;
  /** Null where doubles do not hold its numbers. */
  finish(isClose: boolean): Finished | null;
}

interface Finished extends Omit<Candidate, 'rmse' | 'r2' | 'excessLength' | 'probability'> { readonly length: number }

const total = (error: number, size: number, complexity: number, noise: Noise): number => {
  const { errors, model } = descriptionLength(error, size, complexity, noise);
  return errors + model;
};
const complexityOf = (size: number, complexity: number): number => size * TENTH + complexity;

function constantDraft(curve: Curve, noise: Noise, digits: Digits): Draft[] {
  const error = curve.spread > 0 ? 1 : 0;
  const length = total(error, 1, 0, noise);
  const finish = (): Finished => ({
    name: 'constant', sameCurves: [], numbers: null, powers: [curve.mean], size: 1, formula: constant(curve.mean), text: textOfPowers([curve.mean], curve, digits), error, complexity: complexityOf(1, 0), length,
  });
  return [{ length, finish }];
}

function functionDrafts(library: Library, curve: Curve, noise: Noise, most: number, digits: Digits): Draft[] {
  // Of two places, such as those of a column of 0 and 1, a line is all that is to be said.
  const isAsked = ({ size, definition }: FittedFunction): boolean => size < most || (curve.places === 2 && definition === linear);
  return library.functions.filter(isAsked).flatMap((f) => {
    const rough = f.approach(curve);
    return rough === null ? [] : [{ length: total(Math.sqrt(rough.left), f.size, f.complexity, noise), finish: (isClose: boolean) => finishedFunction(library, f, rough, curve, noise, isClose, digits) }];
  });
}

function finishedFunction(library: Library, f: FittedFunction, rough: Polished, curve: Curve, noise: Noise, isClose: boolean, digits: Digits): Finished | null {
  const fitted: Fitted | null = f.finish(rough, curve, isClose);
  if (fitted === null) return null;
  const { a, b, c, d, error } = fitted;
  const enough = digitsFor(digits, (n) => f.valuesAt(curve, { a: rounded(a, n), b: rounded(b, n), c: rounded(c, n), d: rounded(d, n) }), curve.spread);
  return {
    name: f.name, sameCurves: library.sameCurves(f.name), numbers: { a, b, c, d }, powers: null, size: f.size, formula: f.formula(fitted), text: written(f.name, f.claims, fitted, enough), error,
    complexity: complexityOf(f.size, f.complexity), length: total(error, f.size, f.complexity, noise),
  };
}

function polynomialDrafts(curve: Curve, noise: Noise, most: number, digits: Digits): Draft[] {
  const fitted = polynomials(curve, Math.max(...DEGREES)).flatMap((p, degree) => (
    DEGREES.includes(degree) && degree + 1 < most ? [{ p, size: degree + 1, complexity: polynomialComplexity(degree), length: total(p.error, degree + 1, polynomialComplexity(degree), noise) }] : []));
  if (fitted.length === 0) return [];
  const { p, size, complexity, length } = fitted.reduce((a, b) => (b.length < a.length ? b : a));
  return [{ length, finish: () => ({
    name: 'polynomial', sameCurves: [], numbers: null, powers: inPowersOfX(p), size, formula: polynomialFormula(p), text: textOfPowers(inPowersOfX(p), curve, digits), error: p.error,
    complexity: complexityOf(size, complexity), length,
  }) }];
}

/** A polynomial in x as text. @param powers its coefficients, from the constant up */
function textOfPowers(powers: readonly number[], { center, half, z, spread }: Curve, digits: Digits): string {
  const valuesWith = (n: number): Float64Array => z.map((at) => powers.reduceRight((sum, p) => sum * (center + half * at) + rounded(p, n), 0));
  return writtenPolynomial(powers, digitsFor(digits, valuesWith, spread || Infinity));
}

/** About the middle of the curve, where its numbers do not cancel. */
function polynomialFormula({ coefficients, center, half }: FittedPolynomial): Expr {
  const z = input('x').sub(center).div(half);
  return coefficients.reduceRight<Expr>((sum, c) => sum.mul(z).add(c), constant(0));
}

function judged(finished: readonly Finished[], curve: Curve, noise: Noise): Suggestion {
  const best = finished[0]!;
  const beliefs = finished.map(({ length }) => Math.exp(best.length - length));
  const all = beliefs.reduce((sum, v) => sum + v, 0);
  const candidates = finished.map(({ length, ...candidate }, k): Candidate => ({
    ...candidate, rmse: candidate.error * curve.spread, r2: 1 - candidate.error ** 2, excessLength: length - best.length, probability: beliefs[k]! / all,
  }));
  let held = 0;
  const nearTies = candidates.filter(({ probability }, k) => {
    const isIn = k === 0 || held < BELIEF;
    held += probability;
    return isIn;
  });
  let least = Infinity;
  const front = candidates.toSorted((p, q) => p.complexity - q.complexity || p.error - q.error).filter((candidate) => {
    if (!(candidate.error < least)) return false;
    least = candidate.error;
    return true;
  });
  const misfit = excess(best.error, noise);
  return { answer: misfit > MOST_MISFIT ? null : candidates[0]!, misfit, candidates, nearTies, front };
}
