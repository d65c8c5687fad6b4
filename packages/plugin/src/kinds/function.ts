import type { Expr } from '@knotwork/algebra';
import { define, type Definition, type OptionsOf, type OptionsSchema } from '../definition/definition.js';
import { called, type Parts } from '../definition/declared-parts.js';

/** One formula of one variable: a base activation or a node formula. */
export interface FunctionDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'function', S> {
  apply(x: Expr, options: OptionsOf<S>): Expr;
}

const PARTS: Parts<FunctionDefinition> = { apply: called };

/** Declares a function of one variable. */
export function defineFunction<S extends OptionsSchema>(f: Omit<FunctionDefinition<S>, 'kind'>): FunctionDefinition<S> {
  return define({ kind: 'function', ...f }, PARTS);
}
