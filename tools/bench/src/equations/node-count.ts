import type { Form } from './form.js';

/**
 * The nodes of the tree that a formula in normal form is written with, the measure of complexity for every method and for the truth.
 *
 * Inputs and numbers are a node each. n terms or factors are held together by n - 1 operators; a difference is an operator like a sum and a quotient
 * like a product, so that a sign and a reciprocal cost nothing (but 1 / x is a quotient of a number: 3). A coefficient is a number and an operator unless it is 1 or -1,
 * an exponent a number and an operator unless it is 1 or -1. A function is a node and its arguments.
 */
export function nodeCount(form: Form): number {
  switch (form.kind) {
    case 'number': case 'input': return 1;
    case 'call': return 1 + total(form.args.map(nodeCount));
    case 'product': {
      const alone = form.factors.every(({ exponent }) => exponent < 0);
      const factors = form.factors.map(({ base, exponent }) => nodeCount(base) + (Math.abs(exponent) === 1 ? 0 : 2));
      return total(factors) + factors.length - 1 + (alone ? 2 : 0);
    }
    case 'sum': {
      const terms = form.terms.map(({ coefficient, form: term }) => {
        // 3 / x is a number and an operator more than x, as 1 / x is.
        const writesNumber = Math.abs(coefficient) === 1 || (term.kind === 'product' && term.factors.every(({ exponent }) => exponent < 0));
        return nodeCount(term) + (writesNumber ? 0 : 2);
      });
      const constant = form.constant === 0 ? 0 : 1;
      return total(terms) + constant + terms.length + constant - 1;
    }
  }
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
