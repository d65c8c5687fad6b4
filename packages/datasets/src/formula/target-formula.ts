import { type Expr, formula, type Formula } from '@knotwork/algebra';
import type * as Expressions from '@knotwork/expressions';
import { tooManyVariables, unknownVariables, unreadable, withoutVariables } from './errors.js';
import { MOST_INPUTS } from './variables.js';

/** Reads texts of x1, x2, ... as one formula of x1 to the highest that occurs, with the outputs y1, y2, ... @throws KnotworkError `input` */
export async function targetFormula(texts: readonly string[], options: readonly string[]): Promise<Formula> {
  // The parser takes long to load, and most commands read no text.
  const expressions = await import('@knotwork/expressions');
  let inputs = 0;
  const outputs = texts.map((text, i): [string, Expr] => {
    const { expr, variables } = parse(expressions, text, options[i]!);
    const strange = variables.filter((name) => !/^x[1-9]\d*$/.test(name));
    if (strange.length > 0) throw unknownVariables(text, strange, options[i]!);
    for (const name of variables) inputs = Math.max(inputs, Number(name.slice(1)));
    if (inputs > MOST_INPUTS) throw tooManyVariables(variables.find((name) => Number(name.slice(1)) > MOST_INPUTS)!, MOST_INPUTS, options[i]!);
    return [`y${i + 1}`, expr];
  });
  if (inputs === 0) throw withoutVariables();
  return formula(Array.from({ length: inputs }, (_, i) => `x${i + 1}`), Object.fromEntries(outputs));
}

function parse({ isExpressionError, parseExpression }: typeof Expressions, text: string, option: string): Expressions.ParsedExpression {
  try {
    return parseExpression(text);
  } catch (error) {
    throw isExpressionError(error) ? unreadable(error, option) : error;
  }
}
