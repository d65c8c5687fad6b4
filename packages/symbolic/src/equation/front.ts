import { free } from './constant.js';
import type { KeptValues } from './kept-values.js';
import { constantSum, type Sum } from './normal-form.js';
import { simplerForms } from './simpler-forms.js';
import { fitForm, type FittedForm, type FormRows, rounded, squaredErrors, STEPS, withPrintedErrors, Work } from './snapping.js';

/** An equation that no simpler one is as near to the rows as. */
export interface FrontEntry {
  /** The right side, as an expression of mathjs in the symbols of the inputs. */
  readonly text: string;
  /** Numbers, names and operators of the text. */
  readonly complexity: number;
  /** Root mean square of what it leaves of the rows that judge, in the output's unit. */
  readonly error: number;
}

/** What a front is made with. */
export interface FrontRequest {
  /** The form, with numbers of the training rows. */
  readonly form: Sum;
  /** What is printed of it. */
  readonly last: Omit<FrontEntry, 'error'>;
  readonly train: FormRows;
  /** Rows that judge: those of validation, or the training rows where there are none. */
  readonly judging: FormRows;
  /** Rows that numbers are fitted to when all have been judged. */
  readonly all: FormRows;
  /** Values that are not lost. */
  readonly values?: KeptValues;
  /** Of a number at most; null for as many as standard errors warrant. */
  readonly digits: number | null;
  readonly work: number;
  /** Text of a form as printed, and its complexity. */
  readonly write: (form: Sum) => { readonly text: string; readonly complexity: number; readonly form: Sum };
}

/** Rows that forms are fitted to while there is a choice. */
const ROWS = 400;
/** Equations of a front at most. */
const MOST = 12;
/** By such a share an error has to be smaller for one more part to be worth it. */
const BETTER = 1e-3;

/**
 * The front of complexity and error of an equation and what it becomes part by part: at each step the one that costs the least for what it saves is taken away, and all numbers are fitted
 * again. Every form that was tried may stand in it. The simplest first; the last is the equation, also where a simpler one is as near.
 *
 * Cost: bounded by `work`, multiplications about; what is not reached is not there, but a constant always is.
 */
export function frontOf({ form, last, train, judging, all, values, digits, work: most, write }: FrontRequest): FrontEntry[] {
  const work = new Work(most);
  const rows = thinned(train, ROWS);
  const tried: { readonly fitted: FittedForm; readonly complexity: number; readonly error: number }[] = [];
  const reached = (fitted: FittedForm): (typeof tried)[number] => {
    const one = { fitted, complexity: write(fitted.form).complexity, error: values?.areIn(fitted.form, form) === false ? Infinity : errorAt(fitted.form, judging) };
    tried.push(one);
    return one;
  };
  const constant = fitForm(constantSum(free(mean(rows.target))), rows, work, STEPS.again);
  const beginning = constant === null ? Infinity : reached(constant).error;
  const seen = new Set<string>();
  /** What a form becomes where the part that costs the least is gone; null at its end. */
  const next = (form: Sum, complexity: number, squares: number): FittedForm | null => {
    let best: { readonly fitted: FittedForm; readonly price: number } | null = null;
    for (const step of simplerForms(form)) {
      const key = write(step).text;
      if (seen.has(key) || step.terms.length === 0) continue;
      seen.add(key);
      const fitted = fitForm(step, rows, work, STEPS.again);
      if (fitted === null || fitted.outcome === 'not finite' || !Number.isFinite(fitted.squares)) continue;
      const fewer = complexity - reached(fitted).complexity;
      const price = Math.log(Math.max(fitted.squares, Number.MIN_VALUE) / Math.max(squares, Number.MIN_VALUE)) / Math.max(1, fewer);
      if (fewer > 0 && (best === null || price < best.price)) best = { fitted, price };
    }
    return best?.fitted ?? null;
  };
  for (let now = next(form, write(form).complexity, sum(squaredErrors(form, rows))); now !== null;) now = next(now.form, write(now.form).complexity, now.squares);
  const printedForm = (chosen: Sum, own: FormRows): Sum => {
    const fitted = fitForm(chosen, own, work, STEPS.again);
    return fitted === null ? chosen : rounded(withPrintedErrors(fitted, own), own, digits, work, values);
  };
  const whole = { ...last, error: errorAt(form, judging) };
  // A constant below 0 has a sign, and a variable alone has none: it is not simpler for that.
  const printed = nondominated(tried.filter(({ error }) => error <= beginning)).filter(({ complexity }) => complexity < whole.complexity).slice(-2 * MOST).map(({ fitted }) => {
    const judged = printedForm(fitted.form, train);
    const { text, complexity } = write(all === train ? judged : printedForm(fitted.form, all));
    return { text, complexity, error: errorAt(write(judged).form, judging) };
  }).filter(({ text, complexity }) => complexity < whole.complexity && text !== whole.text);
  return [...telling([...nondominated(printed), ...(Number.isFinite(whole.error) ? [whole] : [])])];
}

/** The few that matter: those go first that are hardly better than the one before; both ends stay. */
function telling<T extends { readonly error: number }>(front: readonly T[]): readonly T[] {
  if (front.length <= MOST) return front;
  const gain = (k: number): number => front[k - 1]!.error / Math.max(front[k]!.error, Number.MIN_VALUE);
  const least = front.reduce((at, _, k) => (k > 0 && k < front.length - 1 && (at === 0 || gain(k) < gain(at)) ? k : at), 0);
  return telling(front.filter((_, k) => k !== least));
}

/** Those that nothing simpler is as near as, the simplest first. */
function nondominated<T extends { readonly complexity: number; readonly error: number }>(all: readonly T[]): T[] {
  const front: T[] = [];
  for (const one of [...all].filter(({ error }) => Number.isFinite(error)).sort((a, b) => a.complexity - b.complexity || a.error - b.error)) {
    if (front.length === 0 || one.error < front.at(-1)!.error * (1 - BETTER)) front.push(one);
  }
  return front;
}

const sum = (values: Float64Array): number => values.reduce((total, v) => total + v, 0);
const mean = (values: Float64Array): number => sum(values) / Math.max(1, values.length);
const errorAt = (form: Sum, rows: FormRows): number => Math.sqrt(mean(squaredErrors(form, rows)));

function thinned({ columns, target, scales }: FormRows, most: number): FormRows {
  if (target.length <= most) return { columns, target, ...(scales === undefined ? {} : { scales }) };
  const chosen = Array.from({ length: most }, (_, k) => Math.floor((k * target.length) / most));
  const of = (values: Float64Array): Float64Array => Float64Array.from(chosen, (n) => values[n]!);
  return { columns: Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, of(values)])), target: of(target), ...(scales === undefined ? {} : { scales: of(scales) }) };
}
