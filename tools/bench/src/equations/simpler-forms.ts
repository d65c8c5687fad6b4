import { mean } from '@knotwork/numerics';
import { evaluateColumns } from './columns.js';
import type { DrawnRows } from './drawn-rows.js';
import { parametrized } from './form-expression.js';
import { type Form, keyOf } from './form.js';
import { callOf, productOf, sumOf } from './normal-form.js';

/** A formula with something less in it, its constants to be fitted anew. */
export interface SimplerForm {
  /** What went. */
  readonly without: string;
  readonly form: Form;
}

/**
 * Every formula that has one part less: in place of a part that reads an input stands a number (so goes a term, a factor, or what is inside of a function), or
 * in place of a function or power a straight line of its argument. Numbers and lines begin as what is nearest to the part over the rows.
 */
export function withoutOnePart(form: Form, rows: DrawnRows): SimplerForm[] {
  const simpler = new Map<string, SimplerForm>();
  const add = (without: string, changed: Form): void => { if (keyOf(changed) !== keyOf(form)) simpler.set(keyOf(changed), { without, form: changed }); };
  for (const { part, replaced } of partsOf(form)) {
    const values = valuesOf(part, rows);
    if (part !== form) add(described(part), replaced({ kind: 'number', value: finiteMean(values) }));
    for (const inner of bentIn(part)) {
      const [slope, shift] = lineThrough(valuesOf(inner, rows), values);
      add(`the bend of ${described(part)}`, replaced(sumOf([[slope, inner]], shift)));
    }
  }
  return [...simpler.values()];
}

/** Every formula in which one constant says nothing: a coefficient is 1 or -1, a constant of a sum 0, an exponent the nearest multiple of 1/2. */
export function withNeutralConstant(form: Form): SimplerForm[] {
  const simpler: SimplerForm[] = [];
  const add = (value: number, changed: Form): void => { if (keyOf(changed) !== keyOf(form)) simpler.push({ without: `the constant ${value}`, form: changed }); };
  for (const { part, replaced } of partsOf(form)) {
    if (part.kind === 'sum') {
      const parts = part.terms.map(({ coefficient, form: term }) => [coefficient, term] as const);
      if (part.constant !== 0) add(part.constant, replaced(sumOf(parts)));
      parts.forEach(([coefficient], k) => {
        if (Math.abs(coefficient) !== 1) add(coefficient, replaced(sumOf(parts.map(([c, term], at) => [at === k ? Math.sign(c) : c, term]), part.constant)));
      });
    }
    if (part.kind === 'product') {
      part.factors.forEach(({ exponent }, k) => {
        const nearest = Math.round(2 * exponent) / 2;
        // A power 0 would take the base along, which is a part.
        if (nearest !== exponent && nearest !== 0) add(exponent, replaced(productOf(part.factors.map((factor, at) => (at === k ? { ...factor, exponent: nearest } : factor)))));
      });
    }
  }
  return simpler;
}

interface Part {
  readonly part: Form;
  /** The whole formula, in normal form, with something else in this place. */
  replaced(by: Form): Form;
}

/** The formula and all of its parts that read an input. */
function partsOf(form: Form): Part[] {
  const parts: Part[] = [];
  const walk = (part: Form, replaced: (by: Form) => Form): void => {
    if (!readsInput(part)) return;
    parts.push({ part, replaced });
    if (part.kind === 'call') part.args.forEach((argument, k) => walk(argument, (by) => replaced(callOf(part.op, part.args.map((other, at) => (at === k ? by : other))))));
    if (part.kind === 'product') {
      part.factors.forEach(({ base, exponent }, k) => {
        const rest = part.factors.filter((_, at) => at !== k);
        // The power as a whole, then what is inside of it.
        if (exponent !== 1) walkPower({ kind: 'product', factors: [{ base, exponent }] }, part.factors.length > 1 ? (by) => replaced(productOf([...rest, { base: by, exponent: 1 }])) : null);
        walk(base, (by) => replaced(productOf([...rest, { base: by, exponent }])));
      });
    }
    if (part.kind === 'sum') {
      part.terms.forEach(({ form: term }, k) => walk(term, (by) => replaced(sumOf(part.terms.map(({ coefficient, form: other }, at) => [coefficient, at === k ? by : other]), part.constant))));
    }
  };
  const walkPower = (power: Form, replaced: ((by: Form) => Form) | null): void => { if (replaced !== null) parts.push({ part: power, replaced }); };
  walk(form, (by) => by);
  return parts;
}

/** What a part bends, if it is a function of one argument or a power. */
function bentIn(part: Form): Form[] {
  if (part.kind === 'call' && part.args.length === 1) return [part.args[0]!];
  return part.kind === 'product' && part.factors.length === 1 ? [part.factors[0]!.base] : [];
}

function readsInput(form: Form): boolean {
  switch (form.kind) {
    case 'number': return false;
    case 'input': return true;
    case 'call': return form.args.some(readsInput);
    case 'product': return form.factors.some(({ base }) => readsInput(base));
    case 'sum': return form.terms.some(({ form: term }) => readsInput(term));
  }
}

function valuesOf(form: Form, { columns, count }: DrawnRows): Float64Array {
  const { expr, names, values } = parametrized(form);
  return evaluateColumns([expr], columns, count, Object.fromEntries(names.map((name, k) => [name, values[k]!])))[0]!;
}

function finiteMean(values: Float64Array): number {
  const finite = values.filter(Number.isFinite);
  return finite.length === 0 ? 1 : mean(finite);
}

/** Least squares of y on 1 and x. @returns slope and value at 0 */
function lineThrough(x: Float64Array, y: Float64Array): [number, number] {
  const [middle, height] = [finiteMean(x), finiteMean(y)];
  let [up, across] = [0, 0];
  x.forEach((value, i) => { up += (value - middle) * (y[i]! - height); across += (value - middle) ** 2; });
  const slope = up / across;
  return Number.isFinite(slope) ? [slope, height - slope * middle] : [1, 0];
}

/** A part by its text, not too long. */
function described(form: Form): string {
  const text = keyOf(form);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
