import { dateIn } from '@knotwork/datasets';
import { type ColumnSurvey, IDENTIFIER, MOST_CATEGORIES } from './column-survey.js';
import { yaml } from './experiment-text.js';

/** Columns that may say which rows belong together, and in what order rows came: where they do, parts drawn at random know each other. */
export interface SplitHints {
  readonly groups?: string;
  readonly time?: string;
  /** Where no column says the order: one whose dates would, were they written as `split.time` takes them, and one of them. */
  readonly datesToRewrite?: { readonly name: string; readonly some: string };
}

/** Who or what is looked at several times. */
const SUBJECT = /(^|[ _-])(patient|subject|person|participant|user|customer|client|animal|household|student|device)s?([ _-]?(id|nr|no|number|name))?$/i;
const CAMEL_CASE_ID = /[a-z]I[dD]$/;
const TIME = /^(date|datetime|timestamp)$/i;
/** Texts of which nearly every row has its own are remarks rather than names of something. */
const MOST_DIFFERENT = 0.9;
/** Training, validation and the test need a time each. */
const LEAST_TIMES = 3;

/** What columns suggest about the split, by what they hold and what they are called. Columns with gaps cannot be asked. */
export function splitHints(columns: readonly ColumnSurvey[]): SplitHints {
  const whole = columns.filter(({ name, missing, values }) => name !== '' && missing === 0 && values.length > 1);
  const time = whole.find(isTime);
  const others = time === undefined ? whole.find(({ isDates, values }) => isDates && values.length >= LEAST_TIMES) : undefined;
  const repeated = whole.filter((column) => column.values.length < column.rows && !column.isDates && column !== time);
  const groups = repeated.find(isNamedSubject) ?? repeated.find(({ holds, values, rows }) => holds === 'texts' && values.length > MOST_CATEGORIES && values.length < MOST_DIFFERENT * rows);
  return { ...(groups === undefined ? {} : { groups: groups.name }), ...(time === undefined ? {} : { time: time.name }), ...(others === undefined ? {} : { datesToRewrite: { name: others.name, some: String(others.values.find((value) => Number.isNaN(dateIn(String(value))))) } }) };
}

/** As `split.time` takes it: dates of ISO 8601, or numbers that are called a time. */
function isTime({ name, holds, values, isDates }: ColumnSurvey): boolean {
  if (values.length < LEAST_TIMES) return false;
  return isDates ? values.every((value) => !Number.isNaN(dateIn(String(value)))) : holds === 'numbers' && TIME.test(name.trim());
}

function isNamedSubject({ name, holds, values }: ColumnSurvey): boolean {
  const isName = holds === 'texts' || (holds === 'numbers' && values.every(Number.isInteger));
  return isName && [IDENTIFIER, SUBJECT, CAMEL_CASE_ID].some((pattern) => pattern.test(name.trim()));
}

/** What can be written in place of a split at random, and what it does. */
export function splitRemarks({ groups, time }: SplitHints): readonly string[] {
  return [
    ...(groups === undefined ? [] : [`${yaml({ groups })} keeps rows of one ${groups} together`]),
    ...(time === undefined ? [] : [`${yaml({ time })} tests on the latest`]),
  ];
}

/** What can be done to a table, for a split that it might have then. */
export function datesRemark({ datesToRewrite }: SplitHints): readonly string[] {
  return datesToRewrite === undefined ? [] : [`${yaml({ time: datesToRewrite.name })} would test on the latest, were dates such as ${datesToRewrite.some} written year-month-day, as in 2024-05-31`];
}
