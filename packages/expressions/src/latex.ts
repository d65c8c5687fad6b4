import { GREEK } from '@knotwork/algebra/written';
import type { FunctionNode, MathNode, SymbolNode } from 'mathjs';
import { CONSTANTS } from './constants.js';
import { FUNCTIONS } from './functions.js';
import { syntaxTree } from './syntax-tree.js';

/**
 * Mathematical text as LaTeX: x1 and lambda_2 become letters with an index, a longer name upright. Where x1 and x_1 are two names, x_1 is upright, too.
 *
 * @param others names that stand beside it, such as those of other inputs
 * @throws ExpressionError for what is no such text
 */
export function writeLatex(text: string, others: readonly string[] = []): string {
  const tree = syntaxTree(text);
  const names = new Set(others);
  tree.traverse((node) => { if (node.type === 'SymbolNode') names.add((node as SymbolNode).name); });
  const handler = (node: MathNode, options: object): string | undefined => latexOfNode(node, options, names);
  return tree.toTex({ parenthesis: 'auto', handler } as object).trim().replace(EXPONENT, (_, size: string, exponent: string) => `${size === '1' ? '' : `${size}\\cdot`}10^{${exponent}}`);
}

/** A number in powers of ten, as mathjs writes it: 1 in front of it, and a plus, say nothing. */
const EXPONENT = /(?<![\d.])([\d.]+)\\cdot10\^\{\+?(-?\d+)\}/g;

/** Functions that mathjs writes like a product of their letters. */
const UPRIGHT = new Set(['erf', 'sigmoid', 'relu', 'softplus']);

function latexOfNode(node: MathNode, options: object, names: ReadonlySet<string>): string | undefined {
  if (node.type === 'SymbolNode') return latexOfName((node as SymbolNode).name, names);
  if (node.type !== 'FunctionNode') return undefined;
  const { fn, args } = node as FunctionNode as { fn: SymbolNode; args: MathNode[] };
  const name = fn.name === 'besselJ0' ? 'J_{0}' : UPRIGHT.has(fn.name) ? `\\operatorname{${fn.name}}` : null;
  return name === null ? undefined : `${name}\\left(${args.map((arg) => arg.toTex(options)).join(', ')}\\right)`;
}

/** A name as LaTeX; undefined for that of a constant or function. @param others names beside it, from which it is to be told */
export function latexOfName(name: string, others: ReadonlySet<string> = new Set()): string | undefined {
  if (CONSTANTS.has(name) || FUNCTIONS.has(name)) return undefined;
  // "e_" is a variable where e is the constant.
  const [, word, line, index = ''] = /^([A-Za-z]+)(?:(_?)(\d+))?$/.exec(name) ?? [];
  const isTaken = line === '_' && others.has(`${word!}${index}`);
  const letter = word === undefined || isTaken ? null : word.length === 1 ? word : GREEK.has(word) ? `\\${word}` : null;
  if (letter === null) return ` \\mathrm{${name.replaceAll('_', '\\_')}}`;
  return ` ${letter}${index === '' ? '' : `_{${index}}`}`;
}

/** The syntax tree of mathematical text, as mathjs writes and reads it (`math.reviver`). @throws ExpressionError for what is no such text */
export const writeTree = (text: string): unknown => JSON.parse(JSON.stringify(syntaxTree(text)));
