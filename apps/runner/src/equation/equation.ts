import { resolve } from 'node:path';
import { type LearnedOrNot, NO_EQUATION, nothingLearned } from '@knotwork/experiment/texts';
import { isKnotworkError } from '@knotwork/plugin';
import type { EquationData } from '@knotwork/symbolic';
import { badSeed, outWithoutYaml, tableAsOut, tooManyColumns } from '../errors.js';
import { EXIT } from '../exit-status.js';
import { pairOf } from '../new/column-survey.js';
import { Draft, tableExperiment, withoutEnding, withoutLine } from '../new/table-draft.js';
import type { TableExperiment } from '../new/table-text.js';
import { signed, writeOutFile } from '../out-file.js';
import type { Output } from '../output.js';
import { digits } from '../table.js';
import { bareEquationText, bareTextOfFirst, equationFileText, hasFewRows, MOST_ROWS } from './equation-text.js';
import { farLines } from './far-lines.js';
import { lineInstead } from './line-instead.js';

export interface EquationOptions { readonly target?: string; readonly plugin?: readonly string[]; readonly out?: string; readonly seed?: string; readonly force?: boolean; readonly again?: boolean; readonly json?: boolean; readonly quiet?: boolean }

/** What came of a run: its exit status, its result where it came to its end, and its folder. */
export interface Ran { readonly status: number; readonly result: Readonly<Record<string, unknown>> | null; readonly folder: string }

/**
 * Looks for the equation of a column of a table: writes the experiment file, runs it, and says what came of it.
 *
 * @param run runs an experiment file
 * @returns the exit status: 0 also where there is no equation
 * @throws KnotworkError `input` for a table or target that cannot be used, and for a file that may not be replaced; `plugin` for a package that cannot be loaded
 */
export async function findEquation(table: string, options: EquationOptions, output: Output, cwd: string, run: (file: string) => Promise<Ran>): Promise<number> {
  const { target, plugin = [], out, force = false } = options;
  const seed = seedOf(options.seed);
  const file = out ?? `${withoutEnding(table)}-equation.yaml`;
  if (resolve(cwd, file) === resolve(cwd, table)) throw tableAsOut(table);
  if (!/\.ya?ml$/i.test(file)) throw outWithoutYaml(file);
  const draft = await Draft.of(file, cwd, plugin);
  // Its networks take as many inputs as there are: one for a gap of no training row would be nothing to find an equation in.
  const experiment = await tableExperiment(draft, table, target, { textOf: (beginning) => bareTextOfFirst(beginning, seed, beginning.plan.columns.length), most: MOST_GAPS, without: ['levels'] }).then((wanted) => thatFits(draft, wanted, seed, table)).catch((error: unknown) => { throw withoutLine(error); });
  writeOutFile(file, cwd, signed('equation', equationFileText(experiment, seed)), force);
  output.say(`${file} repeats what is done now: ${experiment.plan.task} of "${experiment.plan.target.survey.name}", ${experiment.plan.rows} rows.`);
  for (const { survey, leftOut } of experiment.plan.columns) if (leftOut !== null) output.say(`left out: "${survey.name}", ${leftOut}`);
  for (const text of [...categoriesIn(experiment), ...filledIn(experiment), ...fewerRows(experiment)]) output.say(text);
  for (const text of experiment.plan.codes) output.say(`note: ${text}`);
  if (hasFewRows(experiment)) output.say('few rows: a fifth of them is for the test, and all others are compared on and fitted to; none is left to validate');
  let { status, result, folder } = await run(file);
  if (result === null || status !== EXIT.done) return status;
  const line = lineInstead(result, { task: experiment.plan.task, widths: experiment.widths });
  if (line !== null) {
    output.say(`${line} ${file} fits that line from now on.`);
    writeOutFile(file, cwd, signed('equation', equationFileText(experiment, seed, true)), true);
    ({ status, result, folder } = await run(file));
    if (result === null || status !== EXIT.done) return status;
  }
  const found = (result['formula'] ?? null) as EquationData | null;
  const rows = experiment.plan.rows - experiment.plan.copies;
  const isChance = found !== null && !isConstant(found) && hasNoRowToSpare(found);
  // The run has said so in place of its equation.
  const isNothing = found !== null && !isConstant(found) && nothingLearned(result as LearnedOrNot);
  const formula = found === null || isConstant(found) || isChance || isNothing ? null : found;
  const reason = formula !== null ? undefined : isChance ? tooFewToTell(rows) : isNothing ? NO_EQUATION : found === null ? reasonIn(result, folder, rows) : nothingSaid(result);
  if (reason !== undefined && (isChance || !isNothing)) output.say(reason);
  const notes = [...slipsIn(experiment, formula !== null), ...experiment.plan.codes, ...farLines((result['far'] ?? null) as Parameters<typeof farLines>[0], experiment.table, formula !== null)];
  for (const note of notes) output.say(`note: ${note}`);
  const [only] = formula?.outputs ?? [];
  output.json({ equation: only === undefined ? null : { ...only, outputs: formula!.outputs, inputs: formula!.inputs }, ...(reason === undefined ? {} : { reason }), ...(notes.length === 0 ? {} : { notes }), file, folder, metrics: result['metrics'] });
  return status;
}

/** Of the rows: no law holds for cells that somebody made up, but where gaps are in more rows than that, too few are left without. */
const MOST_GAPS = 0.5;
/** Fewer rows leave hardly any to train on beside those that judge. */
const FEW = 10;

/** Says which columns of texts become several inputs, or numbers. */
function categoriesIn({ plan: { policies, columns } }: TableExperiment): string[] {
  const texts = policies['categories'] === undefined ? [] : columns.filter(({ survey, leftOut }) => leftOut === null && survey.holds === 'texts').map(({ survey }) => `"${survey.name}" (${survey.values.length})`);
  const pairs = columns.flatMap(({ survey, leftOut }) => (leftOut === null && survey.holds === 'booleans' ? [{ name: survey.name, pair: pairOf(survey.values)! }] : []));
  return [
    ...(texts.length === 0 ? [] : [`text in ${texts.join(', ')}: an input for each value, 1 where it is and else 0`]),
    ...pairs.map(({ name, pair: [no, yes] }) => `text in "${name}": ${yes} becomes 1, ${no} 0`),
  ];
}

/** Says again, where it is read, which columns were no inputs for few cells that are no numbers. */
function slipsIn({ plan: { columns } }: TableExperiment, isFound: boolean): string[] {
  return columns.filter(({ hasSlips }) => hasSlips).map(({ survey, leftOut }) => `"${survey.name}" was no input${isFound ? ', so that the equation lacks it' : ''}: ${leftOut}`);
}

/** Says what is done about cells that are empty. */
function filledIn({ plan: { policies, target, columns, rows } }: TableExperiment): string[] {
  const gaps = [target, ...columns].filter(({ survey, leftOut }) => leftOut === null && survey.missing > 0).map(({ survey }) => `"${survey.name}" (${survey.missing} of ${rows})`);
  if (gaps.length === 0) return [];
  return [`empty cells in ${gaps.join(', ')}: ${policies['missing'] === 'drop' ? 'their rows are left out' : 'they get the mean of the column, and an input says where they were'}`];
}

/** Says which rows are not used. */
function fewerRows({ plan: { rows, copies } }: TableExperiment): string[] {
  return [
    ...(copies === 0 ? [] : [`${copies} of the ${rows} rows are copies of others: they are left out, since no part is to know rows of another`]),
    ...(rows - copies > MOST_ROWS ? [`${MOST_ROWS} rows are used, drawn at random: more tell an equation no better`] : []),
  ];
}

/** Whether an equation says the same of every row: what curves learned of noise may turn out to be numbers that are 0. */
export const isConstant = ({ inputs }: Pick<EquationData, 'inputs'>): boolean => inputs.every(({ isUsed }) => !isUsed);

/** Whether an equation has as many constants as rows that they were fitted to, or more: it goes through them whatever they are. */
export const hasNoRowToSpare = ({ outputs }: Pick<EquationData, 'outputs'>): boolean => outputs.some(({ rows, constants }) => rows > 0 && constants.length >= rows);

const tooFewToTell = (count: number): string => `No equation was found: of ${count} ${count === 1 ? 'row' : 'rows'} nobody can tell a law from chance. Add rows.`;

/** Where the network is a constant. What a simple model says beyond it was no equation. */
export function nothingSaid({ choice }: Readonly<Record<string, unknown>>): string {
  const [constant, ...others] = (choice as { readonly simple?: readonly { readonly name: string; readonly rmse?: number | null }[] } | undefined)?.simple ?? [];
  const better = others.filter(({ rmse }) => typeof rmse === 'number' && typeof constant!.rmse === 'number' && rmse < CLEARLY * constant!.rmse).sort((a, b) => a.rmse! - b.rmse!)[0];
  const also = better === undefined ? '' : ` ${better.name[0]!.toUpperCase()}${better.name.slice(1)} may say more: its RMSE on rows that it did not see was ${digits(better.rmse!)}, that of the constant ${digits(constant!.rmse!)}.`;
  return `${NO_EQUATION}${also}`;
}

/** Of the error of a constant, what a model has that says more than chance may. */
const CLEARLY = 0.8;

function seedOf(written: string | undefined): number {
  const seed = Number(written ?? 1);
  if (!Number.isSafeInteger(seed) || seed < 0) throw badSeed(written!);
  return seed;
}

/**
 * The network with five hidden nodes, or one that so many columns leave room for.
 *
 * @throws KnotworkError `capability` where there are too many columns for any, with how many would do
 */
async function thatFits(draft: Draft, wanted: TableExperiment, seed: number, table: string): Promise<TableExperiment> {
  const [inputs, outputs] = [wanted.widths[0]!, wanted.widths.at(-1)!];
  let first: unknown = null;
  for (const widths of [wanted.widths, [inputs, 2, outputs], [inputs, outputs]]) {
    const refusal = await draft.refusalOf(bareEquationText({ ...wanted, widths }, seed));
    if (refusal === null) return { ...wanted, widths };
    first ??= refusal;
  }
  if (!isKnotworkError(first) || first.code !== 'capability') throw first;
  const columns = wanted.plan.columns.filter(({ leftOut }) => leftOut === null).length;
  let [fits, many] = [0, columns];
  while (many - fits > 1) {
    const half = Math.floor((fits + many) / 2);
    if (await draft.refusalOf(bareTextOfFirst(wanted, seed, half)) === null) fits = half; else many = half;
  }
  throw fits === 0 ? first : tooManyColumns(table, wanted.plan.target.survey.name, columns, fits);
}

/** Why there is no equation, in a sentence. */
function reasonIn({ network, metrics, choice }: Readonly<Record<string, unknown>>, folder: string, count: number): string {
  const { edges } = (network ?? {}) as { readonly edges?: { readonly free: number; readonly symbolic: number } };
  const on = (edges?.free ?? 0) + (edges?.symbolic ?? 0);
  if (on === 0 && count < FEW) return tooFewToTell(count);
  if (on === 0) return nothingSaid({ choice });
  const rows = (metrics as Readonly<Record<string, { readonly r2?: number } | null>> | null)?.['test'];
  const well = rows?.r2 === undefined ? '' : ` The network itself has R2 ${digits(rows.r2)} on test rows.`;
  if (edges!.free === 0) return 'No equation was found that can be written: all curves are functions, and there would be too many parts, or an input whose map is a table.';
  return `No equation was found: ${edges!.free} of the ${on} curves that the network needs ${edges!.free === 1 ? 'is none' : 'are none'} of the functions that are known.${well} "knotwork symbolic ${folder}" shows what they are nearest to.`;
}
