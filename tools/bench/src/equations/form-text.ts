import type { Form } from './form.js';

const NAMES: Readonly<Record<string, string>> = { minimum: 'min', maximum: 'max' };

/** Mathematical text of a form, which reads back as the same form: numbers by all their digits. */
export function formText(form: Form): string {
  switch (form.kind) {
    case 'number': return number(form.value);
    case 'input': return form.name;
    case 'call': return callText(form.op, form.args.map(formText));
    case 'product': return form.factors.map(({ base, exponent }) => (exponent === 1 ? bracketed(base) : `${bracketed(base)}^${number(exponent)}`)).join(' * ');
    case 'sum': {
      const terms = form.terms.map(({ coefficient, form: term }) => (coefficient === 1 ? formText(term) : coefficient === -1 ? `-${formText(term)}` : `${number(coefficient)} * ${formText(term)}`));
      return [...terms, ...(form.constant === 0 ? [] : [number(form.constant)])].join(' + ').replaceAll('+ -', '- ');
    }
  }
}

const number = (value: number): string => (value < 0 ? `(${value})` : String(value));

/** In a product or under a power. */
const bracketed = (form: Form): string => (form.kind === 'sum' || form.kind === 'product' ? `(${formText(form)})` : formText(form));

function callText(op: string, args: readonly string[]): string {
  const [a, b, c] = args;
  if (op === 'less') return `(${a} < ${b} ? 1 : 0)`;
  // Its condition is a call of "less", which is written as a choice itself.
  return op === 'where' ? `(0 < ${a} ? ${b} : ${c})` : `${NAMES[op] ?? op}(${args.join(', ')})`;
}
