import type { Language } from '@knotwork/expressions';
import type { Rows, Samples } from '@knotwork/plugin';
import { DIGITS, digitsFor, requireDigits } from '../written.js';
import { compose } from './compose.js';
import { type Constant, free, held } from './constant.js';
import { printedDigits } from './digits-of-constants.js';
import { badRows, nowhereFinite, unknownLanguage } from './errors.js';
import { nameOf } from './exact-numbers.js';
import { type FrontEntry, frontOf } from './front.js';
import { expanded } from './expanded.js';
import { fitKeepingValues } from './fit-keeping-values.js';
import { gathered } from './gathered.js';
import { KeptValues } from './kept-values.js';
import { leftOver, type LeftOver } from './left-over.js';
import { withoutNeedlessParts } from './needless-parts.js';
import { networkOutputs } from './network-outputs.js';
import { constantsOf, mapConstants, ordered, simplified, type Sum } from './normal-form.js';
import { type OutsideDomain, outsideDomains } from './outside-domains.js';
import { MOST_NOISE, type Power } from './proportional-errors.js';
import { fitForm, type FittedForm, type FormRows, inProportion, inProportionTo, namedColumns, rounded, sizeOfErrors, snapped, STEPS, valuesOf, variablesOf, withoutUnsure, withPrintedErrors, Work } from './snapping.js';
import { withoutPhases } from './phases.js';
import { programOf } from './programs.js';
import { symbolsOf } from './symbols.js';
import type { SymbolicNetwork } from './symbolic-network.js';
import { complexityOf, numberText, textWithDigits, writtenForm } from './written-form.js';

/** A number of an equation as it is printed. */
export interface EquationConstant {
  /** Its size as it stands in the text, such as `pi / 2` or `0.3541`. */
  readonly text: string;
  readonly value: number;
  /** Standard error, in its own unit, of a constant that was fitted; null where nothing was fitted, and for exact ones. */
  readonly error: number | null;
  /** Whether it was found to be that number, and was not fitted any more. */
  readonly isExact: boolean;
}

/** How far the equation, as printed, is from the network it was made of: shares of the standard deviation of the network's output over the rows. */
export interface EquationDifference {
  readonly rows: number;
  readonly largest: number;
  readonly rootMeanSquare: number;
}

/** What became of the constants: `fitted` to rows; as the network has them where there were no rows, too many constants, or rows at which the formula is not finite. */
export type ConstantsOutcome = 'fitted' | 'no rows' | 'too large' | 'not finite';

/** The equation of one output. */
export interface EquationOutput {
  readonly name: string;
  readonly unit?: string;
  /** The right side, as an expression of mathjs in the symbols of the inputs. */
  readonly text: string;
  /** Whether it is a line in the inputs: multiples of them and a constant, and nothing else. */
  readonly isLinear: boolean;
  /** Its numbers that the structure does not give, in the order in which they stand in the form: as many as there are degrees of freedom. */
  readonly constants: readonly EquationConstant[];
  /** Numbers, names and operators of the text. */
  readonly complexity: number;
  readonly outcome: ConstantsOutcome;
  /** How many rows its constants were fitted to; 0 where they were not. */
  readonly rows: number;
  /** null without rows. */
  readonly difference: EquationDifference | null;
  /** Root mean square of what the equation leaves of the targets, in the output's unit: of training and test rows as printed, of validation rows with constants fitted to the training rows alone. null for rows that there are not. */
  readonly error: { readonly train: number | null; readonly validation: number | null; readonly test: number | null };
  /** Whether what it leaves of training and validation rows, as printed, is noise alone, as far as neighbours tell; null where targets were not observed, and where there is nothing to tell. */
  readonly leftOver: LeftOver | null;
  /** Where what it leaves of rows clearly grows with its values, in proportion to them or to their root: its root mean square over that power of them, by which rows are weighed. null elsewhere. */
  readonly noise: { readonly power: Power; readonly size: number } | null;
  /** Where it is no number, at rows of training, validation and test: the functions that were left, and at how many rows. */
  readonly outside: readonly OutsideDomain[];
  /**
   * The front of complexity and error: equations that no simpler one is as near as, the simplest first; the last is this one, also where a simpler one is as near. Errors are those of validation
   * rows, or of training rows where there are no others: of the targets, or of what the network says where the constants are fitted to that. Empty where it was not asked for, and where constants were not fitted.
   */
  readonly front: readonly FrontEntry[];
}

export interface EquationInput {
  readonly name: string;
  readonly unit?: string;
  /** What it is called in the text: its name where that is one. */
  readonly symbol: string;
  readonly isUsed: boolean;
}

/** The equation of a network: plain data. */
export interface EquationData {
  readonly inputs: readonly EquationInput[];
  readonly outputs: readonly EquationOutput[];
}

export interface EquationOptions {
  /** Rows that constants are fitted to, in the user's units; without them they stay as the network has them. */
  readonly train?: Rows;
  /** Rows that judge whether a constant is exact, before the others are fitted to them, too. */
  readonly validation?: Rows;
  /** Rows that test it. Their targets have no part in any choice: the error there is taken when all is done. Of their inputs, where it has a value before numbers become simpler ones, at any row or between them, it has one afterwards. */
  readonly test?: Rows;
  /** Whether targets were observed; left out for yes. Where they are what the network says, nothing is said of standard errors and of errors. */
  readonly isObserved?: boolean;
  /** Mean square of what targets may be off by in all rows alike, as those of a solution whose equations do not hold exactly: numbers that are exact but for that are found. Left out, what computation rounds away. */
  readonly unsure?: number;
  /** Digits of a number at most; fewer where its standard error warrants fewer. Left out, as many as that warrants; 6 where there is none; 6 where targets were not observed, and more where the text would be another function without. `all`: numbers as they were fitted, with so many digits that they are read back. */
  readonly digits?: number | 'all';
  /** Whether simpler equations are looked for, which takes about ten times as long as the equation itself; left out for no. */
  readonly hasFront?: boolean;
  /** Whether constants near exact numbers become them; left out for yes. */
  readonly isSnapped?: boolean;
  /** Parts of all forms together at most; 20,000 where left out. */
  readonly mostParts?: number;
  /** Multiplications for each output at most, about; 3e9 where left out, which is some seconds. What is not reached stays as fitted before. */
  readonly work?: number;
}

const PARTS = 20_000;
const WORK = 3e9;
/** Share of it that the front takes at most. */
const FRONT = 0.1;
/** Rows that are fitted to; of more, as many that lie evenly among them. */
const ROWS = 5_000;
/** Variances of a row by which squared errors may rise where squares are multiplied out: the other form has as many numbers or more. */
const WORSE = 9;
/** Of the squares of targets, rounding. */
const EXACT = 1e-26;
/** Of the variance of an output, the most that it counts as unsure: what is left of equations is of all outputs together, and one of them may be far smaller. */
const SURE = 1e-6;
/** An output whose deviation is this share of its mean does not vary but for rounding. */
const CONSTANT = 1e-12;

/** The equation of a network. */
export class Equation implements EquationData {
  constructor(readonly inputs: readonly EquationInput[], readonly outputs: readonly EquationOutput[], private readonly forms: readonly Sum[]) {}

  /** What the equation, as printed, makes of rows, in the user's units: `[rows][outputs]`. Not finite where a function is left. */
  evaluate({ count, width, values }: Samples): Samples {
    if (width !== this.inputs.length) throw badRows('input', this.inputs.length, width);
    const columns = columnsOf({ count, width, values });
    const result = new Float64Array(count * this.forms.length);
    this.forms.forEach((form, j) => valuesOf(form, namedColumns(columns, variablesOf(form)), count).forEach((v, n) => { result[n * this.forms.length + j] = v; }));
    return { count, width: this.forms.length, values: result };
  }

  /** LaTeX of each output: `y = ...`. @throws Error for a text that is nested too deep for its reader */
  async latex(): Promise<string[]> {
    const { latexOfName, writeLatex } = await import('@knotwork/expressions');
    const symbols = this.inputs.map(({ symbol }) => symbol);
    const names = symbolsOf(this.outputs.map(({ name }) => name), symbols);
    const all = [...symbols, ...names];
    return this.outputs.map(({ text }, j) => `${(latexOfName(names[j]!, new Set(all)) ?? names[j]!).trim()} = ${writeLatex(text, all)}`);
  }

  /** The syntax tree of each output as mathjs writes and reads it: plain data for its `reviver`. */
  async mathjs(): Promise<unknown[]> {
    const { writeTree } = await import('@knotwork/expressions');
    return this.outputs.map(({ text }) => writeTree(text));
  }

  /** A file of one function for each output, in double precision, that needs nothing but the language's own library. @throws KnotworkError `input` for another language */
  async code(language: Language): Promise<string> {
    const { LANGUAGES, writeCode } = await import('@knotwork/expressions');
    if (!LANGUAGES.includes(language)) throw unknownLanguage(language, LANGUAGES);
    return programOf(this, language, writeCode);
  }

  /** Plain data. */
  toJSON(): EquationData { return { inputs: this.inputs, outputs: this.outputs }; }
}

/**
 * The equation of a network all of whose edges are functions, in the user's variables and units.
 *
 * Constants are fitted to the training rows, then those near exact numbers become them where validation rows agree. The others are fitted to both then, and get as many digits as
 * their standard errors warrant.
 *
 * @throws KnotworkError `input` for rows that are not the network's, for too many parts, for an input whose map is a table, and for nodes that do what
 * equations do not say
 *
 * Cost: bounded by `work`; some milliseconds for ten constants and a thousand rows, without those that are tried to be exact.
 */
export function equationOf(network: SymbolicNetwork, { train, validation, test, isObserved = true, unsure, digits, isSnapped = true, hasFront = false, mostParts = PARTS, work = WORK }: EquationOptions = {}): Equation {
  // What a network says is exact, and its constants are not known any better for that.
  const usual = digits === undefined ? (isObserved ? null : DIGITS.usual) : requireDigits(digits);
  for (const [what, rows] of [['training', train], ['validation', validation], ['test', test]] as const) {
    if (rows === undefined) continue;
    if (rows.inputs.width !== network.inputs.length) throw badRows(what, network.inputs.length, rows.inputs.width);
    if (rows.targets.width !== network.outputs.length) throw badRows(what, network.outputs.length, rows.targets.width);
  }
  const known = joined([train?.inputs, validation?.inputs, test?.inputs].flatMap((part) => part ?? []), network.inputs.length);
  const symbols = symbolsOf(network.inputs.map(({ name }) => name), network.outputs.map(({ name }) => name));
  const forms = compose(network, mostParts).map(simplified);
  const odd = forms.findIndex((form) => constantsOf(form).some(({ value }) => !Number.isFinite(value)));
  if (odd >= 0) throw nowhereFinite(network.outputs[odd]!.name);
  const rows = [train, validation].map((part) => (part === undefined || part.inputs.count === 0 ? null : { columns: columnsOf(part.inputs), targets: columnsOf(part.targets), values: networkOutputs(network, part.inputs) }));
  const testing = test === undefined || test.inputs.count === 0 ? null : { columns: columnsOf(test.inputs), targets: columnsOf(test.targets) };
  const made = forms.map((form, j) => {
    const { name, unit } = network.outputs[j]!;
    const [training, judging] = rows.map((part) => (part === null ? null : { columns: part.columns, target: part.targets[j]!, network: part.values[j]!, ...(unsure === undefined ? {} : { unsure }) }));
    const mostOf = (of: ConstantsFitted): number | null => (digits === undefined && !isObserved && of.outcome === 'fitted' ? digitsToKeep(of.form, training!) : usual);
    const fit = (hasValues: boolean): ConstantsFitted => constantsFitted(form, training ?? null, judging ?? null, { digits: usual, isSnapped, isObserved, work: new Work(work), known, hasValues });
    const fitted = valuesKept(form, known, fit, (of) => withPrintedNumbers(of.form, mostOf(of)));
    const { noise = null } = fitted;
    const most = mostOf(fitted);
    const { form: printed, text, complexity } = asPrinted(fitted.form, symbols, most);
    const judged = asPrinted(fitted.judged ?? fitted.form, symbols, most).form;
    const output: EquationOutput = {
      name, ...(unit === undefined ? {} : { unit }), text, isLinear: printed.terms.every(({ factor }) => factor.kind === 'variable'), constants: listed(printed, most).map((c) => (isObserved ? c : { ...c, error: null })), complexity, outcome: fitted.outcome, rows: fitted.rows, noise,
      difference: differenceOf(printed, [training ?? null, judging ?? null]), outside: outsideDomains(printed, known, symbols),
      error: isObserved ? { train: errorOf(printed, training ?? null), validation: errorOf(judged, judging ?? null), test: errorOf(printed, testing && { columns: testing.columns, target: testing.targets[j]! }) } : { train: null, validation: null, test: null },
      leftOver: isObserved ? leftOverOf(printed, [training ?? null, judging ?? null], network.inputs.map((input) => input.name)) : null,
      front: hasFront && fitted.values !== undefined ? frontFor({ judged, text, complexity }, training!, judging ?? null, { digits: most, work: FRONT * work, symbols, values: fitted.values, power: noise?.power ?? null }) : [],
    };
    return { output, printed };
  });
  const used = new Set(made.flatMap(({ printed }) => [...variablesOf(printed)]));
  const inputs = network.inputs.map(({ name, unit }, i) => ({ name, ...(unit === undefined ? {} : { unit }), symbol: symbols[i]!, isUsed: used.has(i) }));
  return new Equation(inputs, made.map(({ output }) => output), made.map(({ printed }) => printed));
}

/** Rows of one output. */
interface OutputRows {
  readonly columns: readonly Float64Array[];
  readonly target: Float64Array;
  /** What the network makes of them. */
  readonly network: Float64Array;
  /** What targets may be off by. */
  readonly unsure?: number;
}

/** A form as it is printed, with constants fitted to all rows; and `judged`, where other rows judge: with constants fitted to the training rows alone. With what says that no value is lost, where they were fitted. */
interface ConstantsFitted { readonly form: Sum; readonly judged?: Sum; readonly outcome: ConstantsOutcome; readonly rows: number; readonly values?: KeptValues; readonly noise?: EquationOutput['noise'] }

/**
 * Constants by a fit that leaves a value at every row where the network's own numbers have one. A fit may take those away at rows that it is not of, such as those that judge and those that are held
 * back; then it is done again, from numbers that are nearer to the network's.
 *
 * @param known columns of all rows, @param fit with the values of the network to be kept from the beginning or not, @param printed the form with numbers as its text has them
 */
function valuesKept(form: Sum, known: readonly Float64Array[], fit: (hasValues: boolean) => ConstantsFitted, printed: (of: ConstantsFitted) => Sum): ConstantsFitted {
  const first = fit(false);
  const columns = namedColumns(known, variablesOf(form));
  const isNowhere = (of: Sum): boolean[] => Array.from(valuesOf(of, columns, known[0]?.length ?? 0), (v) => !Number.isFinite(v));
  const isLost = (of: ConstantsFitted): boolean => {
    const lost = isNowhere(printed(of));
    if (!lost.includes(true)) return false;
    const had = isNowhere(form);
    return lost.some((is, n) => is && !had[n]);
  };
  if (first.outcome !== 'fitted' || !isLost(first)) return first;
  const again = fit(true);
  return again.outcome === 'fitted' && !isLost(again) ? again : first;
}

/** @param hasValues whether the first fit must not take a value away that the network has; later ones take none of those that it leaves */
function constantsFitted(
  form: Sum, train: OutputRows | null, validation: OutputRows | null,
  { digits, isSnapped, isObserved, work, known, hasValues }: { readonly digits: number | null; readonly isSnapped: boolean; readonly isObserved: boolean; readonly work: Work; readonly known: readonly Float64Array[]; readonly hasValues: boolean },
): ConstantsFitted {
  if (train === null) return { form: plainOnes(form), outcome: 'no rows', rows: 0 };
  const rows = finiteRows(form, train, ROWS);
  if (rows.target.length === 0) return { form, outcome: 'not finite', rows: 0 };
  const first = hasValues ? fitKeepingValues(form, rows, new KeptValues(form, known), work) : fitForm(form, rows, work, STEPS.first);
  if (first === null) return { form: plainOnes(form), outcome: 'too large', rows: 0 };
  if (first.outcome === 'not finite') return { form, outcome: 'not finite', rows: 0 };
  const none = noRows(rows);
  const judging = validation === null ? none : finiteRows(form, validation, ROWS);
  const all = withJudges(rows, judging);
  const values = new KeptValues(first.form, known);
  const last = (one: FittedForm, own: FormRows): Sum => rounded(withPrintedErrors({ ...one, form: withoutPhases(one.form) }, own), own, digits, work, values);
  const finished = (one: FittedForm): { readonly form: Sum; readonly judged: Sum; readonly noise: EquationOutput['noise'] } => {
    const again = judging.target.length === 0 ? one : refitted(one, all, work);
    if (again === null || !values.areIn(again.form, one.form)) { const form = last(one, rows); return { judged: form, form, noise: null }; }
    const found = isObserved ? inProportion(again, all, none, work) : null;
    // What leaves more is no law whose noise grows, but none.
    const isNoise = found !== null && found.fitted.squares <= MOST_NOISE ** 2 * all.target.reduce((sum, y) => sum + y * y, 0);
    const weighed = isNoise && values.areIn(found.fitted.form, again.form) ? found : null;
    const [begun, own] = weighed === null ? [again, all] : [weighed.fitted, weighed.train];
    const needed = isSnapped && isObserved ? needfulOf(begun, own, work, values) : begun;
    const form = last(needed, own);
    const noise = weighed === null ? null : { power: weighed.power, size: sizeOfErrors(form, own, weighed.power) };
    if (judging.target.length === 0) return { judged: form, form, noise };
    // Errors on validation rows are of this form, with numbers of the training rows alone.
    const training = weighed === null ? rows : inProportionTo(needed.form, rows, weighed.power);
    return { judged: last(needed === again ? one : refitted(needed, training, work) ?? one, training), form, noise };
  };
  const fitted = { outcome: 'fitted', rows: all.target.length, values } as const;
  if (!isSnapped) return { ...finished(first), ...fitted };
  const exact = (one: FittedForm): FittedForm => {
    const proportional = isObserved ? inProportion(one, rows, judging, work) : null;
    const again = proportional === null ? null : refitted(snapped(proportional.fitted, proportional.train, proportional.validation, work, values), rows, work);
    return again !== null && values.areIn(again.form, one.form) ? again : snapped(one, rows, judging, work, values);
  };
  const plain = exact(first);
  // Squares that only numbers found to be exact leave side by side are multiplied out then, or put together.
  const others = [first, plain].flatMap((one) => [expanded, gathered].flatMap((rewrite) => rewritten(one, rewrite, rows, work) ?? []));
  const best = others.map((other) => finished(exact(other))).reduce((one, other) => (values.areIn(other.form, one.form) && lengthOf(other.form, digits) < lengthOf(one.form, digits) ? other : one), finished(plain));
  return { ...best, ...fitted };
}

/** What rows warrant of the last fit. Numbers of a form that took its place may be exact, and unsure. */
function needfulOf(last: FittedForm, rows: FormRows, work: Work, values: KeptValues): FittedForm {
  const sure = withoutUnsure(last, rows, work, values);
  const simpler = withoutNeedlessParts(sure, rows, work, values);
  return simpler === sure ? sure : withoutUnsure(snapped(simpler, rows, noRows(rows), work, values), rows, work, values);
}

/** Rows that judged have nothing more to judge: what is left to be fitted is fitted to them, too. */
const withJudges = (rows: FormRows, others: FormRows): FormRows => ({
  ...rows, target: Float64Array.of(...rows.target, ...others.target),
  columns: Object.fromEntries(Object.entries(rows.columns).map(([name, column]) => [name, Float64Array.of(...column, ...others.columns[name]!)])),
});

const noRows = ({ columns }: FormRows): FormRows => ({ columns: Object.fromEntries(Object.keys(columns).map((name) => [name, new Float64Array(0)])), target: new Float64Array(0) });

/** A form fitted to these rows; null where that cannot be done. */
function refitted({ form }: FittedForm, rows: FormRows, work: Work): FittedForm | null {
  const again = fitForm(form, rows, work, STEPS.again);
  return again === null || again.outcome === 'not finite' ? null : again;
}

function frontFor(
  { judged: form, ...last }: { readonly judged: Sum; readonly text: string; readonly complexity: number }, train: OutputRows, validation: OutputRows | null,
  { digits, work, symbols, values, power }: { readonly digits: number | null; readonly work: number; readonly symbols: readonly string[]; readonly values: KeptValues; readonly power: Power | null },
): readonly FrontEntry[] {
  const write = (of: Sum): ReturnType<typeof asPrinted> => asPrinted(of, symbols, digits);
  const [rows, judging] = [finiteRows(form, train, ROWS), validation === null ? null : finiteRows(form, validation, ROWS)];
  const judges = judging !== null && judging.target.length > 0;
  const [own, others, all] = [rows, judges ? judging : rows, judges ? withJudges(rows, judging) : rows].map((some) => (power === null ? some : inProportionTo(form, some, power))) as [FormRows, FormRows, FormRows];
  return frontOf({ form, last, train: own, judging: judges ? others : own, all: judges ? all : own, values, digits, work, write });
}

/** Where nothing is fitted, what is 0, 1 or -1 is taken to be meant. */
const plainOnes = (form: Sum): Sum => simplified(mapConstants(form, (c) => ([0, 1, -1].includes(c.value) ? held(c.value) : c)));

/** A form written in another way, fitted; null where there is none, or where it fits worse. */
function rewritten({ form, squares, variance }: FittedForm, rewrite: (form: Sum) => Sum | null, rows: FormRows, work: Work): FittedForm | null {
  const other = rewrite(form);
  if (other === null) return null;
  // All of its coefficients are numbers of their own.
  const freed = mapConstants(other, (c, role) => (role === 'exponent' ? c : c.isFree || Math.abs(c.value) === 1 ? c : free(c.value)));
  const fitted = fitForm(freed, rows, work, STEPS.first);
  return fitted !== null && fitted.outcome !== 'not finite' && fitted.squares <= Math.max(squares + WORSE * variance, EXACT * rows.target.reduce((sum, y) => sum + y * y, 0)) ? fitted : null;
}

/** How long the text of a form is. */
const lengthOf = (form: Sum, digits: number | null): number => complexityOf(writtenForm(form, Array.from({ length: 1 + Math.max(0, ...variablesOf(form)) }, () => 'x'), textWithDigits(digits)));

/** Rows at which the form is finite, and the target, evenly chosen among them where they are many. */
function finiteRows(form: Sum, { columns, target, unsure }: OutputRows, most: number): FormRows {
  const used = variablesOf(form);
  const values = valuesOf(form, namedColumns(columns, used), target.length);
  const finite = [...values.keys()].filter((n) => Number.isFinite(values[n]) && Number.isFinite(target[n]));
  const chosen = finite.length <= most ? finite : Array.from({ length: most }, (_, k) => finite[Math.floor((k * finite.length) / most)]!);
  const own = Float64Array.from(chosen, (n) => target[n]!);
  return { columns: namedColumns(columns.map((column) => Float64Array.from(chosen, (n) => column[n]!)), used), target: own, ...(unsure === undefined ? {} : { unsure: Math.min(unsure, SURE * spreadOf([...own]) ** 2) }) };
}

/** A form as it is printed, its text, and how long that is. */
function asPrinted(form: Sum, symbols: readonly string[], digits: number | null): { readonly form: Sum; readonly text: string; readonly complexity: number } {
  const printed = withPrintedNumbers(form, digits);
  const text = writtenForm(printed, symbols, textWithDigits(digits));
  return { form: printed, text, complexity: complexityOf(text) };
}

/** A form with its numbers as the text has them. */
const withPrintedNumbers = (form: Sum, digits: number | null): Sum => mapConstants(ordered(form), (c) => ({ ...c, value: printedValue(c, digits) }));

/** Digits with which the text of a form is the same function at rows: six, and more where large numbers cancel, as in polynomials of high degree. */
function digitsToKeep(form: Sum, { columns, network }: OutputRows): number {
  const named = namedColumns(columns, variablesOf(form));
  return digitsFor(undefined, (digits) => valuesOf(mapConstants(form, (c) => ({ ...c, value: printedValue(c, digits) })), named, network.length), spreadOf(finite(network)));
}

/** A number as the text has it. */
function printedValue(c: Constant, digits: number | null): number {
  if (!c.isFree && nameOf(c.value) !== null) return c.value;
  return Math.sign(c.value) * Number(numberText(c.value, printedDigits(c, digits)));
}

/** Constants that stand in the text and that the structure does not give: not the 2 of a square, the 1 before a term, the 0 behind it. */
function listed(form: Sum, digits: number | null): EquationConstant[] {
  const found: EquationConstant[] = [];
  mapConstants(form, (c, role) => {
    const text = textWithDigits(digits)(c);
    const isFitted = c.isFree || c.error !== null;
    const isShown = role === 'coefficient' ? text !== '1' : role === 'constant' ? text !== '0' : isFitted || !Number.isInteger(2 * c.value);
    if (isShown) found.push({ text, value: c.value, error: c.error === Infinity ? null : c.error, isExact: !isFitted });
    return c;
  });
  return found;
}

/** What a form makes of rows. */
const valuesAt = (form: Sum, { columns, target }: Pick<OutputRows, 'columns' | 'target'>): Float64Array => valuesOf(form, namedColumns(columns, variablesOf(form)), target.length);

/** Root mean square of what a form leaves of targets, where it has a value; null where it has none at any row, and without rows. */
function errorOf(form: Sum, rows: Pick<OutputRows, 'columns' | 'target'> | null): number | null {
  const left = rows === null ? [] : finite(valuesAt(form, rows).map((v, n) => v - rows.target[n]!));
  return left.length === 0 ? null : rootMeanSquare(left);
}

/** What a form leaves of all rows that its constants are fitted to. @param names of the inputs */
function leftOverOf(form: Sum, parts: readonly (OutputRows | null)[], names: readonly string[]): LeftOver | null {
  const rows = parts.flatMap((part) => part ?? []);
  const over = (of: (part: OutputRows) => Float64Array): Float64Array => Float64Array.from(rows.flatMap((part) => [...of(part)]));
  return rows.length === 0 ? null : leftOver(names.map((name, i) => ({ name, values: over(({ columns }) => columns[i]!) })), over((part) => valuesAt(form, part)), over(({ target }) => target));
}

/** Differences of the form as printed from the network. */
function differenceOf(form: Sum, parts: readonly (OutputRows | null)[]): EquationDifference | null {
  const values = parts.map((part) => (part === null ? null : valuesAt(form, part)));
  const network = parts.flatMap((part) => (part === null ? [] : [...part.network]));
  const differences = finite(parts.flatMap((part, k) => (part === null ? [] : [...part.network.map((y, n) => values[k]![n]! - y)])));
  const spread = spreadOf(finite(network));
  const largest = differences.reduce((most, d) => Math.max(most, Math.abs(d)), 0);
  return differences.length === 0 ? null : { rows: differences.length, largest: largest / spread, rootMeanSquare: rootMeanSquare(differences) / spread };
}

/** The standard deviation of values; of those that do not vary, their size. */
function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const deviation = rootMeanSquare(values.map((v) => v - mean));
  return deviation > CONSTANT * Math.abs(mean) ? deviation : Math.abs(mean) || 1;
}

const finite = (values: Iterable<number>): number[] => [...values].filter(Number.isFinite);
const rootMeanSquare = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / Math.max(1, values.length));

/** Columns of several sets of rows, one behind the other. */
const joined = (sets: readonly Samples[], width: number): Float64Array[] => {
  const columns = sets.map(columnsOf);
  return Array.from({ length: width }, (_, i) => Float64Array.from(columns.flatMap((of) => [...of[i]!])));
};

function columnsOf({ count, width, values }: Samples): Float64Array[] {
  return Array.from({ length: width }, (_, i) => Float64Array.from({ length: count }, (_v, n) => values[n * width + i]!));
}
