import type { MathNode } from 'mathjs';
import { create, parseDependencies } from 'mathjs/number';
import { badSyntax, emptyText, tooDeep, tooManyBrackets } from './errors.js';

// `mathjs/number` loads in about half the time of `mathjs`. Its types call every entry of a table of factories possibly undefined.
const { parse } = create(parseDependencies!);

/** Brackets in each other: the parser goes some twenty calls down for each, and how many a stack holds must not depend on the process. */
const MOST_BRACKETS = 150;
/** Trees are walked by recursion, here and in the algebra; a sum of n terms is n deep. */
export const DEEPEST = 1_000;

/** What mathjs reads in a text. @throws ExpressionError for what it does not */
export function syntaxTree(text: string): MathNode {
  if (text.trim() === '') throw emptyText();
  if (bracketsIn(text) > MOST_BRACKETS) throw tooManyBrackets(MOST_BRACKETS);
  try {
    return parse(text.trimEnd());
  } catch (cause) {
    // The parser is recursive too and ends with the stack.
    if (cause instanceof RangeError) throw tooDeep(DEEPEST, cause);
    const { message, char } = cause as Error & { char?: number };
    throw badSyntax(text, message, char, cause);
  }
}

/** Most brackets that are open at the same time. */
function bracketsIn(text: string): number {
  let [open, most] = [0, 0];
  for (const sign of text) {
    if (sign === '(' || sign === '[' || sign === '{') most = Math.max(most, ++open);
    else if (sign === ')' || sign === ']' || sign === '}') open--;
  }
  return most;
}
