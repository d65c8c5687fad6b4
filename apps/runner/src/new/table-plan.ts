import { type Cell, copiesIn, placeOf } from '@knotwork/datasets';
import { LARGEST_NUMBER, numberTooLarge } from '@knotwork/experiment';
import { rangeText } from '@knotwork/plugin';
import { constantTarget, missingTarget, noInputsLeft, noSuchTarget, targetOfTexts, tooFewRows } from '../errors.js';
import { type ColumnSurvey, isMissing, MOST_CATEGORIES, pairOf, surveyColumn } from './column-survey.js';
import { missingCode } from './missing-code.js';
import { type SplitHints, splitHints } from './split-hints.js';
import type { TableFile } from './table-file.js';

/** What is done with a column. */
export interface PlannedColumn {
  readonly survey: ColumnSurvey;
  /** Why it is no input; null where it is one. */
  readonly leftOut: string | null;
  /** Whether it would be one but for few cells that are no numbers. */
  readonly hasSlips: boolean;
  /** What to know of an input, such as its range. */
  readonly remark: string;
}

/** What a file proposes for a table. */
export interface TablePlan {
  readonly rows: number;
  /** Rows among them that are left out as copies of others. */
  readonly copies: number;
  readonly task: 'regression' | 'classification';
  readonly target: PlannedColumn;
  /** All columns besides the target, in the order of the table. */
  readonly columns: readonly PlannedColumn[];
  /** What is declared about cells that are no numbers, for options that the data set has. */
  readonly policies: Readonly<Record<string, unknown>>;
  /** Columns that may say which rows must not be split at random. */
  readonly split: SplitHints;
  /** Numbers of the target and of inputs that seem to stand for missing values, a sentence for each column. */
  readonly codes: readonly string[];
}

/** With fewer, none would be left to try the network on. */
const LEAST_ROWS = 3;
/** A number with a currency before it, a unit behind it, or commas by thousands: 0.97%, $1,200, 12 kg. */
const WITH_UNIT = /^[$€£¥]?\s*[+-]?\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?\s*(?:[%‰$€£¥]|°?[A-Za-zµΩ]{1,3}(?:\/[A-Za-z]{1,3})?[²³]?)?$/u;
/** Of the cells: a column that has no more texts is one of numbers, with slips. */
const FEW_TEXTS = 0.1;
// More classes than that are rather names, or numbers that were written as texts.
const MOST_CLASSES = 30;

/**
 * Chooses task, inputs and policies for a table.
 *
 * @param target name of the column to predict
 * @param offers options of the data set: a column that needs a policy which is not offered is left out
 * @param most share of the rows at most that are left out for cells that are empty; where they are more, these cells are filled in
 * @throws KnotworkError `input` where there is no such column, where it cannot be predicted, and where no input is left
 */
export function planFor(table: TableFile, target: string, offers: ReadonlySet<string>, most = 0): TablePlan {
  const { file, header, columns } = table;
  const index = header.indexOf(target);
  if (index < 0) throw noSuchTarget(file, target, header);
  const aim = surveyColumn(target, columns[index]!);
  const task = taskOf(table, aim, offers);
  const known = aim.rows - aim.missing;
  if (known < LEAST_ROWS) throw tooFewRows(file, target, known, LEAST_ROWS);
  const planned = header.flatMap((name, c): PlannedColumn[] => {
    if (c === index) return [];
    const survey = surveyColumn(name, columns[c]!);
    const isTarget = survey.missing === 0 && columns[c]!.every((cell, row) => cell === columns[index]![row]);
    return [{ survey, leftOut: isTarget ? 'the same as the target in every row' : reasonAgainst(survey, offers, table), hasSlips: !isTarget && hasSlips(survey), remark: remarkOn(survey) }];
  });
  const inputs = planned.filter(({ leftOut }) => leftOut === null).map(({ survey }) => survey);
  if (inputs.length === 0) throw noInputsLeft(file, planned.map(({ survey, leftOut }) => `"${survey.name}" (${leftOut ?? ''})`));
  const used = inputs.map(({ name }) => columns[header.indexOf(name)]!);
  for (const name of [target, ...inputs.map((input) => input.name)]) requireSize(table, name);
  const gaps = Array.from({ length: aim.rows }, (_, row) => used.some((cells) => isMissing(cells[row]!))).filter(Boolean).length;
  const missing = aim.missing > 0 ? 'drop' : gaps === 0 ? null : gaps <= most * aim.rows ? 'drop' : 'mean';
  // Else a value of few rows would be an input with some seeds and splits, and none with others.
  const makesInputs = missing === 'mean' || inputs.some(({ holds }) => holds === 'texts');
  const copies = task === 'regression' && offers.has('copies') ? copiesIn([...used, columns[index]!], [columns[index]!], aim.rows) : 0;
  return {
    rows: aim.rows, copies, task, target: { survey: aim, leftOut: null, hasSlips: false, remark: task === 'regression' ? remarkOn(aim) : classes(aim) }, columns: planned,
    policies: {
      ...(missing === null ? {} : { missing }), ...(inputs.some(({ holds }) => holds === 'texts') ? { categories: 'one-hot' } : {}),
      ...(makesInputs && offers.has('levels') ? { levels: 'all' } : {}),
      ...(copies > 0 ? { copies: 'drop' } : {}),
    },
    split: splitHints(planned.map(({ survey }) => survey)),
    codes: [...(task === 'regression' ? [aim] : []), ...inputs].flatMap(({ name, holds }) => (holds === 'numbers' ? codeIn(name, columns[header.indexOf(name)]!) : [])),
  };
}

/** Says that a column has a number that seems to stand for missing values. */
function codeIn(name: string, cells: readonly Cell[]): string[] {
  const code = missingCode(cells.filter((cell) => typeof cell === 'number'));
  return code === null ? [] : [`"${name}" is ${code.value} in ${code.rows} of ${cells.length} rows and ${rangeText(code.others)} in all others: if it stands for a missing value, leave these cells of the table empty`];
}

/** Two values, or few texts, are classes; other numbers are predicted as such. */
function taskOf({ file, lines }: TableFile, { name, rows, missing, holds, values, firstText }: ColumnSurvey, offers: ReadonlySet<string>): TablePlan['task'] {
  if (missing > 0 && (!offers.has('missing') || missing === rows)) throw missingTarget(file, name, missing, rows);
  if (values.length < 2) throw constantTarget(file, name, values[0]);
  if (holds === 'numbers') return values.length === 2 ? 'classification' : 'regression';
  if (values.length > MOST_CLASSES || values.length > rows / 2) throw targetOfTexts(file, name, values.length, rows, values.find((value) => typeof value === 'string')!, lines === undefined ? `row ${firstText + 1}` : `line ${lines[firstText]!}`);
  return 'classification';
}

/** Whether a column is all numbers but for few texts. */
const hasSlips = ({ name, holds, missing, texts, rows, namesRows }: ColumnSurvey): boolean => name !== '' && holds === 'mixed' && !namesRows && missing <= rows / 2 && texts <= FEW_TEXTS * rows;

/** Why a column cannot be an input, or should not; null where it may. */
function reasonAgainst({ name, rows, missing, holds, texts, firstText, values, namesRows, isDates }: ColumnSurvey, offers: ReadonlySet<string>, table: TableFile): string | null {
  const some = values.slice(0, 3).map((value) => JSON.stringify(value)).join(', ');
  if (name === '') return 'a column without a name';
  if (holds === 'nothing') return 'empty in every row';
  if (values.length === 1 && missing === 0) return `the same in every row: ${some}`;
  if (namesRows) return 'it names the rows, one value for each';
  if (missing > rows / 2) return `nothing in ${missing} of ${rows} rows`;
  if (holds === 'mixed') {
    const text = `${JSON.stringify(values.find((value) => typeof value === 'string'))} in ${placeOf(table, firstText).words}`;
    return texts > FEW_TEXTS * rows ? `numbers and texts, such as ${text}` : `all but ${texts} of ${rows} cells are numbers: ${texts === 1 ? '' : 'the first is '}${text}; make ${texts === 1 ? 'it a number, or empty' : 'them numbers, or empty'}, and it is an input`;
  }
  if (isDates && values.length > MOST_CATEGORIES) return `dates, ${values.length} different, such as ${some}; to have them as inputs, make numbers of them, such as the day of the year`;
  if (holds === 'texts' && values.length > MOST_CATEGORIES && values.every((value) => WITH_UNIT.test(String(value)))) return `numbers with signs or units, such as ${some}; write the numbers alone, and it is an input`;
  if (holds === 'texts' && values.length > MOST_CATEGORIES) return `text, ${values.length} different values, such as ${some}`;
  if ((holds === 'texts' || holds === 'booleans') && !offers.has('categories')) return `text, ${values.length} values: ${some}${values.length > 3 ? ', ...' : ''}; inputs are numbers`;
  if (missing > 0 && !offers.has('missing')) return `nothing in ${missing} of ${rows} rows; fill them in or remove the rows`;
  return null;
}

function remarkOn({ rows, missing, holds, values, range }: ColumnSurvey): string {
  const [no, yes] = (holds === 'booleans' ? pairOf(values) : undefined) ?? [];
  const what = holds === 'numbers' ? rangeText(range) : yes === undefined ? `text, ${values.length} values` : `text: ${yes} becomes 1, ${no!} 0`;
  return missing === 0 ? what : `${what}; nothing in ${missing} of ${rows} rows`;
}

function classes({ values }: ColumnSurvey): string {
  const some = values.slice(0, 5).map((value) => JSON.stringify(value)).join(', ');
  return `${values.length} classes: ${some}${values.length > 5 ? ', ...' : ''}`;
}

/** A run refuses such numbers, too, by rows of its parts, which are not lines of the file. @throws KnotworkError `input` for a number that cannot be computed with */
function requireSize({ file, header, columns, lines }: TableFile, name: string): void {
  const cells = columns[header.indexOf(name)]!;
  const row = cells.findIndex((cell) => typeof cell === 'number' && Math.abs(cell) > LARGEST_NUMBER);
  if (row >= 0) throw numberTooLarge(name, cells[row] as number, `${lines === undefined ? `row ${row + 1}` : `line ${lines[row]!}`} of ${file}`, LARGEST_NUMBER);
}
