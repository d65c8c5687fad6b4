/**
 * A formula in normal form: a number, an input, a sum of multiples, a product of powers, or a call.
 *
 * Sums and products take any number of terms and factors, differences are sums and quotients products, so that one formula has one
 * form however its terms were bracketed. What is always so: no sum is a term of a sum and no product a factor of a product, factors of
 * a product are no numbers, equal terms and equal bases stand once, in the order of their keys, and nothing stands that adds 0, multiplies by 1
 * or is a power 1.
 */
export type Form = NumberForm | InputForm | SumForm | ProductForm | CallForm;

/** A constant. */
export interface NumberForm { readonly kind: 'number'; readonly value: number }

/** An input by its name. */
export interface InputForm { readonly kind: 'input'; readonly name: string }

/** constant + the sum of coefficient * form over the terms; terms are no numbers and no sums. */
export interface SumForm { readonly kind: 'sum'; readonly constant: number; readonly terms: readonly Term[] }

/** The product of base ^ exponent over the factors; a product of powers has no coefficient, which is that of the sum around it. */
export interface ProductForm { readonly kind: 'product'; readonly factors: readonly Factor[] }

/** A function of forms, by the name of the operation. */
export interface CallForm { readonly kind: 'call'; readonly op: string; readonly args: readonly Form[] }

export interface Term { readonly coefficient: number; readonly form: Form }
export interface Factor { readonly base: Form; readonly exponent: number }

/** A text that equal forms share and different ones do not, numbers by all their digits. */
export function keyOf(form: Form): string {
  switch (form.kind) {
    case 'number': return String(form.value);
    case 'input': return form.name;
    case 'sum': return `(${[String(form.constant), ...form.terms.map(({ coefficient, form: term }) => `${coefficient}*${keyOf(term)}`)].join('+')})`;
    case 'product': return form.factors.map(({ base, exponent }) => `${keyOf(base)}^${exponent}`).join('*');
    case 'call': return `${form.op}(${form.args.map(keyOf).join(',')})`;
  }
}
