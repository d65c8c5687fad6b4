import { standardDeviation, randomStream } from '@knotwork/numerics';
import { type DrawnRows, drawRows } from '../../equations/drawn-rows.js';
import { fitConstants, relativeErrorOf } from '../../equations/fit-constants.js';
import { parametrized } from '../../equations/form-expression.js';
import { judgeOf } from '../../equations/judge.js';
import { normalForm } from '../../equations/normal-form.js';
import type { EquationOfTable } from '../../lib/equation-of-table.js';
import type { FewRowCase } from './cases.js';
import { type FewRowTable, problemOf } from './few-row-table.js';

/** What the command said of a table, and whether it is right. */
export interface FewRowVerdict {
  /** The form of the law, whatever its constants; where there is none, no equation, or beside a jump or kink one that the command cautions about. */
  readonly isRight: boolean;
  /** Of the equation as printed, on fresh rows of the law without noise: RMSE over the standard deviation of the law, and over the noise of the table; null without an equation, a law, or noise. */
  readonly ofSpread: number | null;
  readonly ofNoise: number | null;
  /** The largest relative error of a constant, those that are 0 in the law aside; null where the form is not right. */
  readonly constants: number | null;
  /** Whether the slip, the copies, or the number that stands for missing values was named; null where the table has none. */
  readonly isNamed: boolean | null;
  /** Rows called far that are as they were measured, numbers that are said to stand for missing values and do not, rows said to be copies that are none. */
  readonly accused: number;
  /** Sentences that caution about the equation. */
  readonly cautions: readonly string[];
}

export type Said = Pick<EquationOfTable, 'text' | 'failure'> & { /** All that stood on standard error. */ readonly said: string };

const FRESH_ROWS = 2000;
/** The line of the first row of a table: that of the header is 1. */
const FIRST_LINE = 2;
/** What a refit leaves of a constant that is 0 in the law. */
const NOTHING = 1e-6;
const CAUTION = /(is simpler|something was lost on the way to an equation|so that a simpler formula may say as much|is not noise alone: .*|other functions may come as near to so few\. Try it on new rows)$/;

/** Judges what the command said of a table of a case. */
export function verdictOf(name: string, one: FewRowCase, table: FewRowTable, { text, said, failure }: Said): FewRowVerdict {
  const lines = said.split('\n').map((line) => line.trim());
  const cautions = lines.filter((line) => CAUTION.test(line));
  const isLaw = one.formula !== null && !one.formula.includes('?');
  const judged = isLaw ? judgeOf(problemOf(name, one), FRESH_ROWS).judge(text) : null;
  const fresh = one.formula === null || text === null ? null : drawRows(problemOf(name, one), randomStream(0, `few-row-equations/${name}/fresh`), FRESH_ROWS);
  const ofSpread = fresh === null ? null : relativeErrorOf(normalForm(text!), fresh);
  return {
    isRight: judged?.recovered ?? (failure === null && (text === null || (one.formula !== null && cautions.length > 0))),
    ofSpread, ofNoise: ofSpread === null || table.noise === 0 ? null : ofSpread * standardDeviation(fresh!.target) / table.noise,
    constants: judged?.recovered === true ? constantsOff(text!, fresh!) : null, ...accusations(one, table, lines), cautions,
  };
}

/** The largest relative difference between constants as printed and those of the law. */
function constantsOff(text: string, fresh: DrawnRows): number {
  const form = normalForm(text);
  const law = fitConstants(form, fresh).values;
  return parametrized(form).values.reduce((most, value, k) => (Math.abs(law[k]!) < NOTHING * Math.abs(value) ? most : Math.max(most, Math.abs(value / law[k]! - 1))), 0);
}

/** What the command said of rows and cells: what had to be named, and what it should not have said. */
function accusations({ disturbance }: FewRowCase, { rows, wrong }: FewRowTable, lines: readonly string[]): Pick<FewRowVerdict, 'isNamed' | 'accused'> {
  const far = lines.flatMap((line) => {
    const [note, several, places] = /^note: the (?:row|(\d+) rows)(?: \((.*?)\))? whose "y" lies? far from/.exec(line) ?? [];
    return note === undefined ? [] : [{ count: Number(several ?? 1), rows: places === undefined ? wrong : [...places.matchAll(/line (\d+)/g)].map(([, number]) => Number(number) - FIRST_LINE) }];
  });
  const codes = new Set(lines.flatMap((line) => /^note: "(.*)" is \S+ in \d+ of \d+ rows .* if it stands for a missing value/.exec(line)?.[1] ?? []));
  const copies = Number(lines.flatMap((line) => /^(\d+) of the \d+ rows are copies of others/.exec(line)?.[1] ?? [])[0] ?? 0);
  const cleared = far.reduce((sum, of) => sum + Math.max(0, of.count - of.rows.filter((row) => wrong.includes(row)).length), 0);
  switch (disturbance?.kind) {
    case undefined: return { isNamed: null, accused: cleared + codes.size + copies };
    case 'slip': return { isNamed: far.some((of) => of.rows.includes(wrong[0]!)), accused: cleared + codes.size + copies };
    case 'sentinel': return { isNamed: codes.delete(disturbance.column), accused: cleared + codes.size + copies };
    case 'copies': {
      const there = rows.length - rows.length / disturbance.times;
      return { isNamed: copies === there, accused: cleared + codes.size + Math.max(0, copies - there) };
    }
  }
}
