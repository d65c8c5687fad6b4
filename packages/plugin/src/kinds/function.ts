import type { Expr } from '@knotwork/algebra';
import { define, type Definition, type OptionsOf, type OptionsSchema } from '../definition/definition.js';
import { called, type Parts } from '../definition/declared-parts.js';
import type { FunctionClaims } from './function-claims.js';

/** One formula of one variable: a base activation, a node formula, or a word of the language in which trained edges are read. */
export interface FunctionDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'function', S> {
  apply(x: Expr, options: OptionsOf<S>): Expr;
  /** What is known of it besides; left out for nothing. */
  claims?(options: OptionsOf<S>): FunctionClaims;
}

const PARTS: Parts<FunctionDefinition> = { apply: called, claims: called.optional() };

/** Declares a function of one variable. */
export function defineFunction<S extends OptionsSchema>(f: Omit<FunctionDefinition<S>, 'kind'>): FunctionDefinition<S> {
  return define({ kind: 'function', ...f }, PARTS);
}
