import { held } from './constant.js';
import type { Factor, Sum } from './normal-form.js';
import { namedColumns, valuesOf, variablesOf } from './snapping.js';
import { textWithDigits, writtenForm } from './written-form.js';

/** A part of an equation that is no number at some rows, though what goes into it is. */
export interface OutsideDomain {
  /** Such as `log(x1 - 2)`. */
  readonly part: string;
  /** How many rows. */
  readonly rows: number;
  /** Number of the first of them, from 0: training rows first, then those of validation, then those of the test. */
  readonly first: number;
}

/** The innermost parts of a form that are not finite at rows. @param columns of the rows */
export function outsideDomains(form: Sum, columns: readonly Float64Array[], symbols: readonly string[]): OutsideDomain[] {
  const rows = columns[0]?.length ?? 0;
  if (rows === 0) return [];
  const found = new Map<string, OutsideDomain>();
  const valuesAt = (sum: Sum): Float64Array => valuesOf(sum, namedColumns(columns, variablesOf(sum)), rows);
  /** Rows at which a sum is finite. */
  const visit = (sum: Sum): Float64Array => {
    const values = valuesAt(sum);
    if (values.every(Number.isFinite)) return values;
    sum.terms.forEach(({ factor }) => visitFactor(factor));
    return values;
  };
  const visitFactor = (factor: Factor): void => {
    if (factor.kind === 'product') factor.factors.forEach(visitFactor);
    if (factor.kind !== 'call' && factor.kind !== 'power') return;
    const inside = visit(factor.of);
    const part: Sum = { terms: [{ coefficient: held(1), factor }], constant: held(0) };
    const odd = [...valuesAt(part).entries()].filter(([n, v]) => !Number.isFinite(v) && Number.isFinite(inside[n])).map(([n]) => n);
    const text = writtenForm(part, symbols, textWithDigits(6));
    if (odd.length > 0) found.set(text, { part: text, rows: odd.length, first: odd[0]! });
  };
  visit(form);
  return [...found.values()];
}
