import { blockProgram, constant, type Expr, formula, input } from '@knotwork/algebra';
import { DIGITS } from '../written.js';
import { type Constant, held } from './constant.js';
import { shortDecimal, warrantedDigits } from './digits-of-constants.js';
import { evenOdds, exactNumbersNear, LEVELS } from './exact-numbers.js';
import { type ConstantsProblem, fitConstants } from './fit-constants.js';
import { exprOf, exprWithNumbers, variableName } from './form-expr.js';
import type { KeptValues } from './kept-values.js';
import { constantsOf, mapConstants, simplified, sizeOf, type Sum } from './normal-form.js';
import { isGrowing, natsOf, type Power, POWERS, proportionalScales } from './proportional-errors.js';

/** Rows of one output, by variable: columns x0, x1, ... */
export interface FormRows {
  readonly columns: Readonly<Record<string, Float64Array>>;
  readonly target: Float64Array;
  /** Mean square of what targets may be off by, in all rows alike; left out for rounding alone. */
  readonly unsure?: number;
  /** What errors of rows are multiplied by before they are squared, wherever these are asked for; left out for 1. */
  readonly scales?: Float64Array;
}

/** A form with fitted constants. */
export interface FittedForm {
  /** Its free constants have their values and standard errors. */
  readonly form: Sum;
  /** Sum of squared errors over the training rows, and the variance of one of them. */
  readonly squares: number;
  readonly variance: number;
  readonly outcome: 'converged' | 'steps' | 'not finite';
}

/** How much may be computed for one output, in multiplications: the same on every machine. */
export class Work {
  constructor(private left: number) {}

  /** Whether a fit of a few steps is within what is left. */
  allows(form: Sum, rows: number): boolean { return 4 * stepWork(form, rows) <= this.left; }

  /** As much as a share of what is left, beside it: what is spent of that is not spent here. */
  share(of: number): Work { return new Work(of * this.left); }

  spend(form: Sum, rows: number, steps: number): void { this.left -= (steps + 2) * stepWork(form, rows); }
}

/** About the work of a step: derivatives and QR, and formulas that are made anew for every fit. */
function stepWork(form: Sum, rows: number): number {
  const count = 1 + freeCount(form);
  return rows * count * (2 * count + sizeOf(form)) + 500 * sizeOf(form) * count;
}

/** Steps of a first fit, and of one after a constant was held. */
export const STEPS = { first: 100, again: 25 };
/** Standard errors around a constant in which exact numbers are looked for, at most. */
const WINDOW = 3;
/** Printed standard errors from 0 within which a constant is not needed. */
const UNSURE = 2;
/** Standard errors by which the mean difference of squared errors on validation rows may rise. */
const RISE = 2.5;
/** Variances of a row that do not count in a sum of squares. */
const NEGLIGIBLE = 0.01;
/** Variances of a row that rounding one constant may cost: as much as the constant itself is off by chance. */
const COST = 1;
/** Of a value, what its computation rounds away. */
const ROUNDING = 8 * Number.EPSILON;
/** Errors of a target that was computed by several steps in double precision, as a share of the size of targets. */
const DOUBLE = 2 ** -46;
/** Errors of a target in single precision, as shares of its size: of rows that were computed in it, nothing is known beyond, constants included, which are off in all rows alike. */
const SINGLE = { least: 2 ** -27, most: 2 ** -21 };
/** Standard errors count so many times there. */
const BLURRED = 10;

/** How many numbers of a form are fitted. */
export const freeCount = (form: Sum): number => constantsOf(form).filter(({ isFree }) => isFree).length;

/**
 * Fits the free constants of a form.
 *
 * @param negligible by how much less squares may fall for a step to be among the last
 * @param noise what standard errors take the errors of rows for: `alike` where numbers are compared with exact ones by squared errors, `any` where they are printed
 * @returns null where there is no work left for it
 */
export function fitForm(form: Sum, { columns, target, scales }: FormRows, work: Work, steps: number, negligible = 0, noise: ConstantsProblem['noise'] = 'alike'): FittedForm | null {
  if (!work.allows(form, target.length)) return null;
  const start: Record<string, number> = {};
  const names = new Map<number, string>();
  constantsOf(form).forEach((c, k) => { if (c.isFree) { names.set(k, `c${k}`); start[`c${k}`] = c.value; } });
  let k = 0;
  const expr = exprOf(form, (c) => { const name = names.get(k++); return name === undefined ? numberExpr(c) : input(name); });
  const { values, errors, squares, variance, outcome, steps: taken } = fitConstants({ expr, variables: columns, target, ...(scales === undefined ? {} : { weights: scales.map((s) => s * s) }), start, steps, negligible, noise });
  work.spend(form, target.length, taken);
  let n = 0;
  const fitted = mapConstants(form, (c) => { const name = names.get(n++); return name === undefined ? c : { value: values[name]!, isFree: true, error: errors[name]! }; });
  return { form: fitted, squares, variance, outcome };
}

/** A form with the standard errors that its constants are printed with, which hold for noise in proportion to targets as well, and for rows in single precision; none where there are no more rows than constants, of which any fit leaves nothing. Nothing else changes. */
export function withPrintedErrors(fitted: FittedForm, rows: FormRows): FittedForm {
  const again = fitForm(fitted.form, rows, new Work(Infinity), 0, 0, 'any');
  if (again === null || again.outcome === 'not finite') return fitted;
  if (freeCount(fitted.form) >= rows.target.length) return { ...fitted, form: mapConstants(fitted.form, (c) => (c.isFree ? { ...c, error: null } : c)) };
  const blur = hasSinglePrecision(fitted, rows) ? BLURRED : 1;
  return { ...fitted, form: mapConstants(again.form, (c) => (c.isFree && c.error !== null ? { ...c, error: blur * c.error } : c)) };
}

const numberExpr = ({ value }: Constant): Expr => constant(value);

/** Squared errors of a form at rows. */
export function squaredErrors(form: Sum, { columns, target, scales }: FormRows): Float64Array {
  return valuesOf(form, columns, target.length).map((v, n) => ((scales?.[n] ?? 1) * (v - target[n]!)) ** 2);
}

/** Values of a form at rows. */
export function valuesOf(form: Sum, columns: FormRows['columns'], rows: number): Float64Array {
  const names = Object.keys(columns);
  const program = blockProgram(formula(names, { y: exprWithNumbers(form) }), Math.max(1, rows));
  names.forEach((name, k) => program.inputs[k]!.set(columns[name]!));
  program.run(rows);
  return program.outputs[0]!.slice(0, rows);
}

/** The variables of a form. */
export function variablesOf(sum: Sum, found = new Set<number>()): Set<number> {
  const visit = (factor: Sum['terms'][number]['factor']): void => {
    switch (factor.kind) {
      case 'variable': found.add(factor.input); break;
      case 'call': case 'power': variablesOf(factor.of, found); break;
      case 'product': factor.factors.forEach(visit); break;
    }
  };
  sum.terms.forEach(({ factor }) => visit(factor));
  return found;
}

/** A constant that may be exact. */
interface Guess {
  readonly at: number;
  readonly value: number;
  /** From the constant, in standard errors. */
  readonly distance: number;
  /** Variances of a row by which squared errors may rise for it. */
  readonly rise: number;
}

/**
 * Holds constants at exact numbers, one after another and the simplest first, as long as rows agree; the others are fitted again each time. A constant held
 * at 0 takes its term with it. What rows do not determine is held where it is at last.
 *
 * A guess is kept where the squared errors of training rows rise by less than what its simplicity is worth, by no more than by chance for all guesses together,
 * and where those of validation rows do not rise significantly. What is held at 0 is a part less, and has to rise by no more than by chance.
 *
 * @param validation rows that took no part in the fit; may be none
 * @param values that must not be lost, such as where a shift is all that keeps a logarithm above 0; left out for none
 */
export function snapped(first: FittedForm, train: FormRows, validation: FormRows, work: Work, values?: KeptValues): FittedForm {
  const blurOf = blursOf(first, train);
  const judge = new Judge(first, train, validation);
  let now = first;
  let refused = new Set<string>();
  for (let level = 0; level < LEVELS;) {
    const before = now;
    for (const guess of guessesAt(now.form, level, blurOf(now))) {
      const key = `${guess.at} ${guess.value}`;
      if (refused.has(key)) continue;
      const tried = heldAt(now.form, guess, train, work, NEGLIGIBLE * first.variance);
      if (tried === 'no work') return settled(now);
      // Fewer to fit each time, so that there is an end.
      if (tried !== null && freeIn(tried) < freeIn(now) && judge.agrees(tried, now, guess) && values?.areIn(tried.form, now.form) !== false) { now = tried; break; }
      refused.add(key);
    }
    if (now === before) { level++; continue; }
    if (constantsOf(now.form).length !== constantsOf(before.form).length) refused = new Set();
    level = 0;
  }
  return settled(now);
}

/** Rows with scales for errors in proportion to a power of the values of a form. */
export const inProportionTo = (form: Sum, rows: FormRows, power: Power): FormRows => ({ ...rows, scales: proportionalScales(valuesOf(form, rows.columns, rows.target.length), power) });

/** What a form leaves of rows that have scales for this power of its values: its root mean square over that. */
export function sizeOfErrors(form: Sum, rows: FormRows, power: Power): number {
  const mean = (values: Float64Array): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  return Math.sqrt(mean(squaredErrors(form, rows)) / mean(valuesOf(form, rows.columns, rows.target.length).map((v) => Math.abs(v) ** (2 * power))));
}

/** A fit of rows with scales, and how errors grow there. */
export interface Weighed {
  readonly fitted: FittedForm;
  readonly train: FormRows;
  readonly validation: FormRows;
  readonly power: Power;
}

/**
 * Rows with scales for errors that grow with values, where these describe what a form leaves of the training rows clearly better than errors that are alike; null elsewhere, and where no more than computation rounds away is left.
 * Taken for alike, errors of the largest rows are far larger than most, and a constant that follows a few of them seems to be many standard errors from any exact number.
 */
export function inProportion(first: FittedForm, train: FormRows, validation: FormRows, work: Work): Weighed | null {
  if (first.squares <= negligibleOf(first, train) || hasSinglePrecision(first, train)) return null;
  const alike = natsOf(squaredErrors(first.form, train), null);
  const fits = POWERS.flatMap((power) => {
    // Values of the first fit may be off by much where they are small.
    const begun = fitForm(first.form, inProportionTo(first.form, train, power), work, STEPS.again);
    if (begun === null || begun.outcome === 'not finite') return [];
    const rows = inProportionTo(begun.form, train, power);
    const fitted = fitForm(begun.form, rows, work, STEPS.again);
    if (fitted === null || fitted.outcome === 'not finite') return [];
    return [{ nats: natsOf(squaredErrors(fitted.form, rows), rows.scales!), weighed: { fitted, train: rows, validation: inProportionTo(begun.form, validation, power), power } }];
  });
  const best = fits.reduce<(typeof fits)[number] | null>((one, other) => (one === null || other.nats < one.nats ? other : one), null);
  return best !== null && isGrowing(best.nats, alike) ? best.weighed : null;
}

/**
 * Takes away constants of the last fit that are within two of the standard errors that they are printed with from 0, the least sure one first, and fits the others again. These errors hold for rows whose errors are not alike, so
 * that squared errors may rise by as much more as they are wider than those of errors that are alike.
 *
 * @param values that must not be lost
 */
export function withoutUnsure(last: FittedForm, rows: FormRows, work: Work, values: KeptValues): FittedForm {
  let now = last;
  const refused = new Set<string>();
  for (;;) {
    const [alike, printed] = [constantsOf(now.form), constantsOf(withPrintedErrors(now, rows).form)];
    const unsure = printed.flatMap((c, at) => {
      const [error, plain] = [c.error ?? 0, alike[at]!.error ?? 0];
      const distance = Math.abs(c.value) / error;
      return c.isFree && Number.isFinite(error) && distance <= UNSURE && !refused.has(`${at} ${c.value}`) ? [{ at, key: `${at} ${c.value}`, distance, wider: plain > 0 ? Math.max(1, error / plain) : 1 }] : [];
    }).sort((a, b) => a.distance - b.distance);
    const [next] = unsure;
    if (next === undefined) return now;
    const tried = heldAt(now.form, { at: next.at, value: 0 }, rows, work, NEGLIGIBLE * now.variance);
    if (tried === 'no work') return now;
    const fewer = tried === null ? 0 : freeIn(now) - freeIn(tried);
    // A few rows that errors are wide for alone take no input away.
    const wider = tried !== null && variablesOf(tried.form).size === variablesOf(now.form).size ? next.wider : 1;
    if (tried !== null && fewer > 0 && tried.squares - now.squares <= byChance(fewer) * wider ** 2 * now.variance && values.areIn(tried.form, now.form)) now = tried;
    else refused.add(next.key);
  }
}

/** Constants that rows do not determine are held. */
const settled = (fitted: FittedForm): FittedForm => ({ ...fitted, form: mapConstants(fitted.form, (c) => (c.isFree && c.error === Infinity ? { ...c, isFree: false } : c)) });

/** Whether what is left of the targets is as large as what single precision rounds away. */
function hasSinglePrecision({ squares }: FittedForm, { target }: FormRows): boolean {
  const share = Math.sqrt(squares / sumOfSquares(target));
  return share > SINGLE.least && share < SINGLE.most;
}

/** What computation rounds away of targets, as a share of them. */
const precisionOf = (fitted: FittedForm, rows: FormRows): number => (hasSinglePrecision(fitted, rows) ? SINGLE.most : DOUBLE);

/** Squared errors of rows that are none: what computation rounds away of targets, and what these may be off by. */
const negligibleOf = (fitted: FittedForm, rows: FormRows): number => Math.max(precisionOf(fitted, rows) ** 2 * sumOfSquares(rows.target), (rows.unsure ?? 0) * rows.target.length);

/** By how much standard errors of a fit are too small to look for exact numbers by: what is left of rows may be less than what targets are off by, and that may be alike in all of them. */
function blursOf(first: FittedForm, rows: FormRows): (now: FittedForm) => number {
  const isSingle = hasSinglePrecision(first, rows);
  const squares = isSingle ? (rows.unsure ?? 0) * rows.target.length : negligibleOf(first, rows);
  return ({ variance }) => Math.max(isSingle ? BLURRED : 1, variance > 0 ? Math.sqrt(squares / variance) : 1);
}

const sumOfSquares = (values: Float64Array): number => values.reduce((sum, v) => sum + v * v, 0);

/** @param blur factor of standard errors */
function guessesAt(form: Sum, level: number, blur: number): Guess[] {
  return constantsOf(form).flatMap((c, at): Guess[] => {
    if (!c.isFree) return [];
    const error = Math.max(blur * (c.error ?? 0), ROUNDING * Math.abs(c.value));
    // A part that is not needed goes, and of what rows do not determine at all, any number will do.
    const rise = level === 0 || (level === 1 && error === Infinity) ? WINDOW ** 2 : Math.min(WINDOW ** 2, evenOdds(level, error));
    if (rise === 0) return [];
    const [found] = exactNumbersNear(c.value, Math.sqrt(rise) * error, level);
    return found === undefined ? [] : [{ at, value: found.value, distance: error === Infinity ? 0 : Math.abs(found.value - c.value) / error, rise }];
  }).sort((a, b) => a.distance - b.distance);
}

/** A form with one constant held, and the others fitted again. */
function heldAt(form: Sum, { at, value }: Pick<Guess, 'at' | 'value'>, train: FormRows, work: Work, negligible: number): FittedForm | null | 'no work' {
  let k = 0;
  const changed = simplified(mapConstants(form, (c) => (k++ === at ? held(value) : c)));
  const fitted = fitForm(changed, train, work, STEPS.again, negligible);
  if (fitted === null) return 'no work';
  return fitted.outcome === 'not finite' ? null : fitted;
}

const freeIn = ({ form }: FittedForm): number => freeCount(form);

/** Squared errors that this many constants less may cost by chance: mean and four deviations of chi squared. */
const byChance = (count: number): number => count + 5.7 * Math.sqrt(2 * count);

/** Says whether held constants agree with rows. */
class Judge {
  private readonly before: Float64Array;
  private readonly rounding: number;
  /** Squared errors of the training rows that are none. */
  private readonly negligible: number;

  constructor(private readonly first: FittedForm, train: FormRows, private readonly validation: FormRows) {
    this.before = squaredErrors(first.form, validation);
    const largest = [...train.target, ...validation.target].reduce((most, y) => Math.max(most, Math.abs(y)), 0);
    this.negligible = negligibleOf(first, train);
    this.rounding = Math.max((precisionOf(first, train) * largest) ** 2, train.unsure ?? 0);
  }

  agrees(next: FittedForm, now: FittedForm, { value, rise: most }: Guess): boolean {
    const { variance } = this.first;
    const rise = (from: FittedForm): number => (next.squares - from.squares) / variance;
    const fewer = (from: FittedForm): number => Math.max(1, freeIn(from) - freeIn(next));
    const isByChance = rise(now) <= (value === 0 ? byChance(fewer(now)) : most) && rise(this.first) <= byChance(fewer(this.first));
    if (!isByChance && !(next.squares <= this.negligible)) return false;
    const differences = squaredErrors(next.form, this.validation).map((e, n) => e - this.before[n]!);
    if (differences.length === 0) return true;
    const mean = differences.reduce((sum, d) => sum + d, 0) / differences.length;
    const spread = Math.sqrt(differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / Math.max(1, differences.length - 1) / differences.length);
    return mean <= RISE * spread + this.rounding;
  }
}

/**
 * Rounds constants to as many digits as their standard errors warrant, or to a decimal that is much shorter and as near as exact numbers have to be, one after another, the least certain first; the others
 * follow by being fitted again, so that nothing is lost where several can make up for each other. One that costs more gets another digit; one that needs more than there may be stays as it is.
 *
 * @param digits that there may be; null for as many as are warranted, 17 for numbers as they were fitted
 * @param values that must not be lost; left out for none
 */
export function rounded(fitted: FittedForm, train: FormRows, digits: number | null, work: Work, values?: KeptValues): Sum {
  if (digits === DIGITS.all) return fitted.form;
  const errors = constantsOf(fitted.form).map(({ error }) => error);
  /** How many roundings of a constant cost too much so far. */
  const failed = errors.map(() => 0);
  const negligible = negligibleOf(fitted, train);
  const shorter = (c: Constant): number | null => (c.error === null || c.error === Infinity ? null : shortDecimal(c.value, WINDOW * Math.max(c.error, ROUNDING * Math.abs(c.value))));
  /** A short decimal is tried first; where it costs too much, the digits that are warranted follow. */
  const roundingOf = (c: Constant, at: number): { readonly digits: number; readonly isShort: boolean } => {
    const [short, before] = [shorter(c), failed[at]!];
    if (short !== null && before === 0) return { digits: short, isShort: true };
    return { digits: warrantedDigits(c) + (short === null ? before : before - 1), isShort: false };
  };
  let now = fitted;
  for (;;) {
    const [next] = constantsOf(now.form).map((c, at) => ({ at, c, ...roundingOf(c, at) })).filter((one) => one.c.isFree && one.digits <= (digits ?? DIGITS.all)).sort((a, b) => a.digits - b.digits);
    if (next === undefined) break;
    let k = 0;
    // Not simplified: the order of constants, and with it their errors, stays.
    const form = mapConstants(now.form, (c) => (k++ === next.at ? { ...c, value: Number(c.value.toPrecision(next.digits)), isFree: false } : c));
    const again = fitForm(form, train, work, STEPS.again, NEGLIGIBLE * fitted.variance);
    if (again === null) break;
    const isByChance = again.squares - now.squares <= (next.isShort ? byChance(1) : COST) * fitted.variance;
    const isNegligible = isByChance || (next.isShort && again.squares <= negligible);
    if (isNegligible && values?.areIn(again.form, now.form) !== false) now = withPrintedErrors(again, train);
    else failed[next.at]!++;
  }
  let n = 0;
  return mapConstants(now.form, (c) => ({ ...c, error: errors[n++]! }));
}

/** Columns by the names that forms have for them. */
export const namedColumns = (columns: readonly Float64Array[], used: Iterable<number>): Record<string, Float64Array> => Object.fromEntries([...used].sort((a, b) => a - b).map((i) => [variableName(i), columns[i]!]));
