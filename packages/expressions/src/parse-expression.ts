import { constant, type Expr, input, where } from '@knotwork/algebra';
import type { ConditionalNode, ConstantNode, FunctionNode, MathNode, OperatorNode, ParenthesisNode, SymbolNode } from 'mathjs';
import { CONSTANTS } from './constants.js';
import {
  ambiguousDivisor, badArgumentCount, badNumber, emptyText, functionAsVariable, notACondition, notAllowed, otherName, tooDeep, unknownFunction,
} from './errors.js';
import { FUNCTIONS } from './functions.js';
import { DEEPEST, syntaxTree } from './syntax-tree.js';


export interface ParsedExpression {
  readonly expr: Expr;
  /** Names of the variables, in order of first appearance. */
  readonly variables: readonly string[];
}

/**
 * Reads mathematical text as an expression. mathjs makes the syntax tree, which is translated node by node: nothing is ever executed.
 *
 * Numbers, `+ - * / ^`, products without a sign (`2 x1`), parentheses, the constants pi, e and tau, the usual functions of one variable
 * with `pow`, `min`, `max` and `log(x, base)`, and `a < b ? c : d` with `<`, `>`, `<=`, `>=` are understood; every other name is a
 * variable, and everything else is refused. Arithmetic is real: a negative number to a power that is not whole is NaN, and so is 0^0
 * where the exponent varies.
 *
 * @throws ExpressionError saying what is wrong, and where if the parser knows
 * @example
 * parseExpression('exp(sin(pi * x1) + x2^2)').variables; // ['x1', 'x2']
 */
export function parseExpression(text: string): ParsedExpression {
  const tree = syntaxTree(text);
  if (isDeeper(tree, DEEPEST)) throw tooDeep(DEEPEST);
  const variables = new Map<string, Expr>();
  const expr = translate(tree, variables);
  return { expr, variables: [...variables.keys()] };
}

function isDeeper(node: MathNode, levels: number): boolean {
  if (levels < 0) return true;
  let result = false;
  node.forEach((child) => { result ||= isDeeper(child, levels - 1); });
  return result;
}

function translate(node: MathNode, variables: Map<string, Expr>): Expr {
  switch (node.type) {
    case 'ConstantNode': return number((node as ConstantNode).value);
    case 'SymbolNode': return symbol((node as SymbolNode).name, variables);
    case 'ParenthesisNode': return translate((node as ParenthesisNode).content, variables);
    case 'OperatorNode': return operation(node as OperatorNode, variables);
    case 'FunctionNode': return call(node as FunctionNode, variables);
    case 'ConditionalNode': return choice(node as ConditionalNode, variables);
    default: throw notAllowed(WORDS[node.type] ?? `a ${node.type}`, node.toString());
  }
}

/** What people call the nodes that are refused. */
const WORDS: Readonly<Record<string, string>> = {
  AccessorNode: 'access to a property', ArrayNode: 'a list', AssignmentNode: 'an assignment', BlockNode: 'several lines or statements',
  FunctionAssignmentNode: 'the definition of a function', IndexNode: 'an index', ObjectNode: 'an object', RangeNode: 'a range',
  RelationalNode: 'a chain of comparisons',
};

function number(value: unknown): Expr {
  // A comment alone is read as nothing.
  if (value === undefined) throw emptyText();
  if (typeof value !== 'number' || !Number.isFinite(value)) throw badNumber(value);
  return constant(value);
}

function symbol(name: string, variables: Map<string, Expr>): Expr {
  const value = CONSTANTS.get(name);
  if (value !== undefined) return constant(value);
  if (FUNCTIONS.has(name)) throw functionAsVariable(name);
  const refused = otherName(name);
  if (refused !== null) throw refused;
  const variable = variables.get(name) ?? input(name);
  variables.set(name, variable);
  return variable;
}

function operation(node: OperatorNode, variables: Map<string, Expr>): Expr {
  // mathjs knows operators by the names of their functions: unary and binary minus differ there.
  const make = OPERATORS.get(node.fn);
  if (make === undefined) {
    throw notAllowed(COMPARISONS.has(node.fn) ? 'a comparison outside of "... ? ... : ..."' : `the operator "${node.op}"`, node.toString());
  }
  // mathjs divides by all of it, and people do not agree.
  if (node.fn === 'divide' && isProductWithoutSign(node.args[1]!)) throw ambiguousDivisor(node.args[0]!.toString(), factorsOf(node.args[1]!));
  const [a, b] = node.args.map((argument) => translate(argument, variables));
  return make(a!, b!);
}

/** Factors of a product without signs, as they are written. */
const factorsOf = (node: MathNode): string[] => (isProductWithoutSign(node) ? (node as OperatorNode).args.flatMap(factorsOf) : [node.toString()]);

const isProductWithoutSign = (node: MathNode): boolean => node.type === 'OperatorNode' && (node as OperatorNode).fn === 'multiply' && (node as OperatorNode).implicit;

type Combine = (a: Expr, b: Expr) => Expr;

const OPERATORS: ReadonlyMap<string, Combine> = new Map<string, Combine>([
  ['add', (a, b) => a.add(b)],
  ['subtract', (a, b) => a.sub(b)],
  ['multiply', (a, b) => a.mul(b)],
  ['divide', (a, b) => a.div(b)],
  ['pow', (a, b) => a.pow(b)],
  ['unaryMinus', (a) => a.neg()],
  ['unaryPlus', (a) => a],
]);

function call(node: FunctionNode, variables: Map<string, Expr>): Expr {
  const { fn } = node as { fn: MathNode };
  if (fn.type !== 'SymbolNode') throw notAllowed('a call of something that is not a name', node.toString());
  const { name } = fn as SymbolNode;
  const definition = FUNCTIONS.get(name);
  if (definition === undefined) throw unknownFunction(name);
  const { least, most } = definition;
  if (node.args.length < least || node.args.length > most) throw badArgumentCount(name, least, most, node.args.length);
  const [first, ...more] = node.args.map((argument) => translate(argument, variables));
  return definition.make(first!, ...more);
}

/** `a < b ? c : d`, exactly: unlike in mathjs, numbers that are nearly equal are not equal. */
function choice({ condition, trueExpr, falseExpr }: ConditionalNode, variables: Map<string, Expr>): Expr {
  const comparison = withoutParentheses(condition) as OperatorNode;
  const choose = comparison.type === 'OperatorNode' ? COMPARISONS.get(comparison.fn) : undefined;
  if (choose === undefined) throw notACondition(condition.toString());
  const [a, b, ifTrue, ifFalse] = [...comparison.args, trueExpr, falseExpr].map((part) => translate(part, variables));
  return choose(a!, b!, ifTrue!, ifFalse!);
}

type Choose = (a: Expr, b: Expr, ifTrue: Expr, ifFalse: Expr) => Expr;

const COMPARISONS: ReadonlyMap<string, Choose> = new Map<string, Choose>([
  ['smaller', (a, b, ifTrue, ifFalse) => where(a.less(b), ifTrue, ifFalse)],
  ['larger', (a, b, ifTrue, ifFalse) => where(a.greater(b), ifTrue, ifFalse)],
  ['smallerEq', (a, b, ifTrue, ifFalse) => where(a.greater(b), ifFalse, ifTrue)],
  ['largerEq', (a, b, ifTrue, ifFalse) => where(a.less(b), ifFalse, ifTrue)],
]);

function withoutParentheses(node: MathNode): MathNode {
  return node.type === 'ParenthesisNode' ? withoutParentheses((node as ParenthesisNode).content) : node;
}
