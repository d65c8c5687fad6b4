import { isExpressionError, parseExpression } from '@knotwork/expressions';
import { randomStream } from '@knotwork/numerics';
import { type DrawnRows, drawRows, IRRELEVANT } from './drawn-rows.js';
import { fitConstants, type FittedForm, relativeErrorOf, Work } from './fit-constants.js';
import { parametrized } from './form-expression.js';
import { formText } from './form-text.js';
import type { Form } from './form.js';
import { nodeCount } from './node-count.js';
import { normalForm } from './normal-form.js';
import type { Problem } from './problems.js';
import { type SimplerForm, withNeutralConstant, withoutOnePart } from './simpler-forms.js';

/** Rows that constants are refitted to, and rows of the wider ranges. */
const FRESH_ROWS = 10_000;
/** Relative RMSE below which a formula is the truth, on the fresh rows and on the wider ranges. */
export const EXACT = 1e-9;
export const EXACT_WIDER = 1e-6;
/** Nodes of a formula over those of the truth. */
export const MOST_NODES = 1.5;
/** What is simpler is first tried on so many rows: most of it is far off. */
const TRIAL_ROWS = 500;
const TRIAL_ERROR = 1e-6;
/** From constants that are right but for what went a fit takes few steps. */
const TRIAL_STEPS = 30;
/** A constant that says nothing takes two nodes along, and what is equal then becomes one; more than this it does not. */
const NODES_OF_NEUTRAL = 4;
/** Constants that say nothing are one for each input, function and term at most, which the nodes of the truth are more than; and what scales and shifts the whole. */
const SPARE_CONSTANTS = 10;
/** Multiply-adds of the refit of a formula, and of the search for what is simpler: each some ten seconds. */
const MOST_WORK = 1e10;

/** What the judge says of one formula. */
export interface Verdict {
  /** The equation was found: nothing is against it. */
  readonly recovered: boolean;
  /** Recovered, and no constant of it turned out to say nothing (to add 0 or multiply by 1) when refitted. */
  readonly asWritten: boolean;
  /** What is against it, in words; empty where it was recovered. */
  readonly reasons: readonly string[];
  /** Relative RMSE after the refit (before it where no refit could make the formula small enough), on fresh rows and on the wider ranges; null where it was not measured or infinite. */
  readonly error: number | null;
  readonly widerError: number | null;
  /** Nodes of the formula, without constants that say nothing, and of the truth; null where there is no formula. */
  readonly nodes: number | null;
  readonly truthNodes: number;
  /** Constants that turned out to say nothing. */
  readonly neutral: number;
  /** The formula refitted. */
  readonly refitted: string | null;
}

/** The judge of one problem: its rows are drawn once. */
export interface Judge {
  /** @param text the formula that a method found, null where it found none */
  judge(text: string | null): Verdict;
}

/**
 * Decides whether formulas are the truth of a problem.
 *
 * A formula is brought to normal form, all of its constants are refitted in float64 from several starts to 10,000 rows without noise that no method has seen, and it is
 * recovered if then its RMSE is below 1e-9 of the standard deviation of the truth there and below 1e-6 on ranges half as wide again (where the truth is finite),
 * it has at most 1.5 times the nodes of the truth, and no part of it can go without loss. Constants that add 0 or multiply by 1 after the refit are taken out before nodes are counted:
 * methods that fit constants to noisy rows leave such; `asWritten` says whether there were any.
 *
 * A judge comes to an end: a formula of more constants than 1.5 times the nodes of the truth and 10 is too large without a refit, and refits end once the work is spent.
 *
 * @param work multiply-adds that a refit, and the search for what is simpler, may take at most
 */
export function judgeOf(problem: Problem, count = FRESH_ROWS, work = MOST_WORK): Judge {
  const stream = randomStream(0, `equations/${problem.id}/judge`);
  const [fresh, wider] = [drawRows(problem, stream.fork('fresh'), count), drawRows(problem, stream.fork('wider'), count, true)];
  const truthNodes = nodeCount(normalForm(problem.formula));
  return { judge: (text) => verdictOn(text, { problem, fresh, wider, truthNodes, work }) };
}

interface Court { readonly problem: Problem; readonly fresh: DrawnRows; readonly wider: DrawnRows; readonly truthNodes: number; readonly work: number }

const STOPPED = 'the work that the judge may spend was spent';

function verdictOn(text: string | null, court: Court): Verdict {
  const none = { recovered: false, asWritten: false, error: null, widerError: null, nodes: null, truthNodes: court.truthNodes, neutral: 0, refitted: null };
  if (text === null) return { ...none, reasons: ['there is no formula'] };
  const form = readForm(text, court);
  if (typeof form === 'string') return { ...none, reasons: [form] };
  const nodes = nodeCount(form);
  // Too large whatever a refit makes of its constants, of which it may have hundreds.
  const constants = constantsOf(form);
  const mostConstants = Math.ceil(MOST_NODES * court.truthNodes) + SPARE_CONSTANTS;
  if (nodes - NODES_OF_NEUTRAL * constants > MOST_NODES * court.truthNodes || constants > mostConstants) {
    const many = constants > mostConstants ? [`${constants} constants, more than ${mostConstants}`] : [];
    return { ...none, nodes, error: finite(relativeErrorOf(form, court.fresh)), reasons: [tooLarge(nodes, court), ...many] };
  }

  const work = new Work(court.work);
  const fitted = fitConstants(form, court.fresh, { work });
  if (!(fitted.error < EXACT)) {
    const error = finite(fitted.error);
    const stopped = work.isSpent ? [STOPPED] : [];
    return { ...none, nodes, error, refitted: formText(fitted.form), reasons: [error === null ? 'it has no value on some fresh rows' : `relative RMSE ${digits(error)} after the refit, not below ${EXACT}`, ...stopped] };
  }
  return verdictOnExact(form, fitted, court);
}

/** What is left to say of a formula that has the values of the truth. */
function verdictOnExact(given: Form, fitted: FittedForm, court: Court): Verdict {
  const work = new Work(court.work);
  const { form, error } = withoutNeutralConstants(fitted, court.fresh, work);
  // Not those that were cleared: a refit may end in the 0 or 1 itself.
  const neutral = constantsOf(given) - constantsOf(form);
  const widerError = relativeErrorOf(form, court.wider);
  const nodes = nodeCount(form);
  const reasons: string[] = [];
  if (!(widerError < EXACT_WIDER)) reasons.push(finite(widerError) === null ? 'it has no value on some rows of the wider ranges' : `relative RMSE ${digits(widerError)} on the wider ranges, not below ${EXACT_WIDER}`);
  if (nodes > MOST_NODES * court.truthNodes) reasons.push(tooLarge(nodes, court));
  // The longest search, for what nothing else is against.
  const spare = reasons.length > 0 ? undefined : withoutOnePart(form, court.fresh).find((simpler) => lossless(simpler, court.fresh, work) !== null);
  if (spare !== undefined) reasons.push(`${spare.without} can go without loss`);
  // What might be simpler was not looked at to the end.
  if (reasons.length === 0 && work.isSpent) reasons.push(STOPPED);
  const recovered = reasons.length === 0;
  return {
    recovered, asWritten: recovered && neutral === 0, reasons, error, widerError: finite(widerError), nodes, truthNodes: court.truthNodes, neutral, refitted: formText(form),
  };
}

/** Takes constants that say nothing out, one after the other. */
function withoutNeutralConstants(fitted: FittedForm, rows: DrawnRows, work: Work): Pick<FittedForm, 'form' | 'error'> {
  let best: Pick<FittedForm, 'form' | 'error'> = { error: fitted.error, form: normalForm(formText(fitted.form)) };
  for (;;) {
    const next = withNeutralConstant(best.form).reduce<FittedForm | null>((found, simpler) => found ?? lossless(simpler, rows, work), null);
    if (next === null) return best;
    best = next;
  }
}

const tooLarge = (nodes: number, { truthNodes }: Court): string => `${nodes} nodes, more than ${MOST_NODES} times the ${truthNodes} of the truth`;
const constantsOf = (form: Form): number => parametrized(form).names.length;

/** A simpler formula, refitted, if it is the truth, too. */
function lossless({ form }: SimplerForm, rows: DrawnRows, work: Work): FittedForm | null {
  if (work.isSpent) return null;
  const count = Math.min(TRIAL_ROWS, rows.count);
  const trial = fitConstants(form, { count, target: rows.target.subarray(0, count), columns: Object.fromEntries(Object.entries(rows.columns).map(([name, column]) => [name, column.subarray(0, count)])) }, { starts: 2, steps: TRIAL_STEPS, work });
  if (!(trial.error < TRIAL_ERROR)) return null;
  const fitted = fitConstants(trial.form, rows, { starts: 1, work });
  return fitted.error < EXACT ? fitted : null;
}

/** The form of a text, or why it is none. */
function readForm(text: string, { problem }: Court): Form | string {
  try {
    const known = new Set<string>([...problem.inputs.map(({ name }) => name), ...IRRELEVANT]);
    const unknown = parseExpression(text).variables.find((name) => !known.has(name));
    return unknown === undefined ? normalForm(text) : `it reads "${unknown}", which is no input`;
  } catch (error) {
    if (!isExpressionError(error)) throw error;
    return `it cannot be read: ${error.message}`;
  }
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
const digits = (value: number): string => value.toExponential(1);
