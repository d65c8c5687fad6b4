import { GREEK } from '@knotwork/algebra/written';
import type { FunctionNode, MathNode, SymbolNode } from 'mathjs';
import { CONSTANTS } from './constants.js';
import { FUNCTIONS } from './functions.js';
import { syntaxTree } from './syntax-tree.js';

/** Mathematical text as LaTeX: x1 and lambda_2 become letters with an index, a longer name upright. @throws ExpressionError for what is no such text */
export function writeLatex(text: string): string {
  return syntaxTree(text).toTex({ parenthesis: 'auto', handler } as object).trim().replace(EXPONENT, (_, size: string, exponent: string) => `${size === '1' ? '' : `${size}\\cdot`}10^{${exponent}}`);
}

/** A number in powers of ten, as mathjs writes it: 1 in front of it, and a plus, say nothing. */
const EXPONENT = /(?<![\d.])([\d.]+)\\cdot10\^\{\+?(-?\d+)\}/g;

/** Functions that mathjs writes like a product of their letters. */
const UPRIGHT = new Set(['erf', 'sigmoid', 'relu', 'softplus']);

function handler(node: MathNode, options: object): string | undefined {
  if (node.type === 'SymbolNode') return latexOfName((node as SymbolNode).name);
  if (node.type !== 'FunctionNode') return undefined;
  const { fn, args } = node as FunctionNode as { fn: SymbolNode; args: MathNode[] };
  const name = fn.name === 'besselJ0' ? 'J_{0}' : UPRIGHT.has(fn.name) ? `\\operatorname{${fn.name}}` : null;
  return name === null ? undefined : `${name}\\left(${args.map((arg) => arg.toTex(options)).join(', ')}\\right)`;
}

/** A name as LaTeX. */
export function latexOfName(name: string): string | undefined {
  if (CONSTANTS.has(name) || FUNCTIONS.has(name)) return undefined;
  const [, word, index] = /^([A-Za-z]+)_?(\d*)$/.exec(name) ?? [];
  const letter = word === undefined ? null : word.length === 1 ? word : GREEK.has(word) ? `\\${word}` : null;
  if (letter === null) return ` \\mathrm{${name.replaceAll('_', '\\_')}}`;
  return ` ${letter}${index === '' ? '' : `_{${index!}}`}`;
}

/** The syntax tree of mathematical text, as mathjs writes and reads it (`math.reviver`). @throws ExpressionError for what is no such text */
export const writeTree = (text: string): unknown => JSON.parse(JSON.stringify(syntaxTree(text)));
