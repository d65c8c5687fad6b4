import { erfInParts, input, J0_NEAR, J0_P, J0_Q, J0_SPLIT, plainWriting, statements, type Text, type Writing } from '@knotwork/algebra';
import type { ConditionalNode, ConstantNode, FunctionNode, MathNode, OperatorNode, ParenthesisNode, SymbolNode } from 'mathjs';
import { CONSTANTS } from './constants.js';
import { notAllowed } from './errors.js';
import { parseExpression } from './parse-expression.js';
import { syntaxTree } from './syntax-tree.js';

/** Languages that expressions are written in. */
export const LANGUAGES = ['python', 'typescript', 'c'] as const;
export type Language = (typeof LANGUAGES)[number];

/** An expression of a language. */
export interface Code {
  readonly text: string;
  /** Functions that it calls and the language does not have: to stand before it. */
  readonly helpers: readonly string[];
}

interface Written { readonly text: string; readonly binds: number }
/** From loose to tight; unary minus is looser than a power in Python, and there is none in the others. */
const BINDS = { any: 0, comparison: 1, sum: 2, product: 3, sign: 4, power: 5, whole: 6 } as const;

/** What differs between languages. */
interface Dialect {
  number(value: number): string;
  readonly constants: Readonly<Record<string, string>>;
  /** Functions under other names than these, or by text with their arguments in the place of $; those of the same name otherwise. */
  readonly functions: Readonly<Record<string, string>>;
  /** Before the names of functions. */
  readonly prefix: string;
  power(base: Written, exponent: Written, value: number | null): Written;
  choice(condition: string, yes: string, no: string): string;
  readonly helpers: Readonly<Record<string, string>>;
}

/**
 * Writes mathematical text as an expression of a programming language, in double precision.
 *
 * @param text as `parseExpression` reads it
 * @param names of the variables in the language; others keep theirs
 * @throws ExpressionError for what is no such text
 * @example
 * writeCode('exp(pi * x) / 2', 'python').text; // 'math.exp(math.pi * x) / 2'
 */
export function writeCode(text: string, language: Language, names: Readonly<Record<string, string>> = {}): Code {
  // Refuses what is no mathematics.
  parseExpression(text);
  const dialect = DIALECTS[language];
  const used = new Set<string>();
  const written = write(syntaxTree(text), dialect, names, used);
  return { text: written.text, helpers: [...used].map((name) => dialect.helpers[name]!) };
}

const within = ({ text, binds }: Written, least: number): string => (binds < least ? `(${text})` : text);
const whole = (text: string): Written => ({ text, binds: BINDS.whole });

function write(node: MathNode, dialect: Dialect, names: Readonly<Record<string, string>>, used: Set<string>): Written {
  const of = (part: MathNode): Written => write(part, dialect, names, used);
  switch (node.type) {
    case 'ConstantNode': return whole(dialect.number((node as ConstantNode<number>).value));
    case 'SymbolNode': {
      const { name } = node as SymbolNode;
      return whole(names[name] ?? (CONSTANTS.has(name) ? dialect.constants[name]! : name));
    }
    case 'ParenthesisNode': return of((node as ParenthesisNode).content);
    case 'OperatorNode': return operator(node as OperatorNode, of, dialect);
    case 'FunctionNode': return call(node as FunctionNode, of, dialect, used);
    case 'ConditionalNode': {
      const { condition, trueExpr, falseExpr } = node as ConditionalNode;
      return whole(`(${dialect.choice(of(condition).text, of(trueExpr).text, of(falseExpr).text)})`);
    }
    default: throw notAllowed(`a ${node.type}`, node.toString());
  }
}

const INFIX: Readonly<Record<string, readonly [sign: string, binds: number]>> = {
  add: ['+', BINDS.sum], subtract: ['-', BINDS.sum], multiply: ['*', BINDS.product], divide: ['/', BINDS.product],
  smaller: ['<', BINDS.comparison], larger: ['>', BINDS.comparison], smallerEq: ['<=', BINDS.comparison], largerEq: ['>=', BINDS.comparison],
};

function operator({ fn, args }: OperatorNode, of: (part: MathNode) => Written, dialect: Dialect): Written {
  const [a, b] = args.map(of) as [Written, Written];
  if (fn === 'unaryMinus') return { text: `-${within(a, BINDS.sign + 1)}`, binds: BINDS.sign };
  if (fn === 'unaryPlus') return a;
  if (fn === 'pow') return dialect.power(a, b, numberIn(args[1]!));
  const [sign, binds] = INFIX[fn] ?? [];
  if (sign === undefined) throw notAllowed('an operator', fn);
  return { text: `${within(a, binds!)} ${sign} ${within(b, binds! + 1)}`, binds: binds! };
}

/** The number that a node is; null for others. */
function numberIn(node: MathNode): number | null {
  if (node.type === 'ParenthesisNode') return numberIn((node as ParenthesisNode).content);
  if (node.type === 'ConstantNode') return (node as ConstantNode<number>).value;
  const { fn, args } = node as OperatorNode;
  const inner = node.type === 'OperatorNode' && (fn as string) === 'unaryMinus' ? numberIn(args[0]!) : null;
  return inner === null ? null : -inner;
}

/** Functions that are said by others, in the words of expressions. */
const REWRITTEN: Readonly<Record<string, (args: readonly string[]) => string>> = {
  ln: ([x]) => `log(${x})`, square: ([x]) => `(${x})^2`, cube: ([x]) => `(${x})^3`, pow: ([x, y]) => `(${x})^(${y})`, relu: ([x]) => `max(0, ${x})`, sigmoid: ([x]) => `1 / (1 + exp(-(${x})))`,
  softplus: ([x]) => `max(0, ${x}) + log(1 + exp(-abs(${x})))`,
};

function call(node: FunctionNode, of: (part: MathNode) => Written, dialect: Dialect, used: Set<string>): Written {
  const { name } = (node as { fn: SymbolNode }).fn;
  if (name === 'log' && node.args.length === 2) return of(syntaxTree(`log(${node.args[0]!.toString()}) / log(${node.args[1]!.toString()})`));
  const other = REWRITTEN[name];
  if (other !== undefined) return of(syntaxTree(other(node.args.map((arg) => arg.toString()))));
  const args = node.args.map((arg) => of(arg).text);
  if (Object.hasOwn(dialect.helpers, name)) used.add(name);
  if (name === 'min' || name === 'max') return extremum(name, args, dialect);
  const as = dialect.functions[name] ?? `${dialect.prefix}${name}`;
  return whole(`${as}(${args.join(', ')})`);
}

/** Of any number of arguments; two at a time, as C has it. */
function extremum(name: 'min' | 'max', args: readonly string[], { functions, prefix }: Dialect): Written {
  const as = functions[name] ?? `${prefix}${name}`;
  return whole(args.slice(1).reduce((sofar, arg) => `${as}(${sofar}, ${arg})`, args[0]!));
}

const isSmall = (value: number | null): value is 2 | 3 => value === 2 || value === 3;
const isName = ({ text }: Written): boolean => /^\w+$/.test(text) && !/^\d/.test(text);
/** x * x is exact to rounding and fast. */
const repeated = (base: Written, count: number): Written => ({ text: Array.from({ length: count }, () => base.text).join(' * '), binds: BINDS.product });
const called = (name: string) => (base: Written, exponent: Written, value: number | null): Written => (
  isSmall(value) && isName(base) ? repeated(base, value) : whole(`${name}(${base.text}, ${exponent.text})`));

const infix = (sign: string, { binds, places }: Text): Text => ({ binds, places, write: ([a, b]) => `${a} ${sign} ${b}` });
const functionOf = (name: string): Text => ({ ...plainWriting.exp, write: (args) => `Math.${name}(${args.join(', ')})` });
/** Enough of the language for the error function, which it does not have. */
const typescriptWriting: Writing = {
  ...plainWriting, exp: functionOf('exp'), abs: functionOf('abs'), minimum: functionOf('min'), maximum: functionOf('max'), less: infix('<', plainWriting.less), sqrt: functionOf('sqrt'), tanh: functionOf('tanh'),
  where: { binds: BINDS.whole, places: [0, 0, 0], write: ([a, b, c]) => `(${a} ? ${b} : ${c})` },
};
function errorFunction(): string {
  const { definitions, results } = statements([erfInParts(input('x'))], typescriptWriting, (k) => `t${k}`);
  return ['function erf(x: number): number {', ...definitions.map(([name, value]) => `  const ${name} = ${value};`), `  return ${results[0]!};`, '}'].join('\n');
}

/** The Bessel function J0, which only some libraries of C have, as an expression of `x`. */
function besselText(): string {
  const polynomial = (coefficients: readonly number[], t: string): string => coefficients.reduceRight((inner, c) => (inner === '' ? `(${c})` : `(${c} + ${t} * ${inner})`), '');
  const [square, far] = [J0_SPLIT * J0_SPLIT, polynomial(J0_P, `(${J0_SPLIT * J0_SPLIT} / x^2)`)];
  return `abs(x) < ${J0_SPLIT} ? ${polynomial(J0_NEAR, `(x^2 / ${square / 2} - 1)`)} : (${far} * (cos(abs(x)) + sin(abs(x))) - ${polynomial(J0_Q, `(${square} / x^2)`)} / abs(x) * (sin(abs(x)) - cos(abs(x)))) / sqrt(pi * abs(x))`;
}

const DIALECTS: Readonly<Record<Language, Dialect>> = {
  python: {
    number: String, constants: { pi: 'math.pi', e: 'math.e', tau: 'math.tau' }, prefix: 'math.',
    functions: { abs: 'abs', min: 'min', max: 'max', sign: 'sign', cbrt: 'cbrt', besselJ0: 'besselJ0' },
    // What is not whole is left to math, which has an error for negative numbers where ** has complex ones.
    power: (base, exponent, value) => (value !== null && Number.isInteger(value)
      ? { text: `${within(base, BINDS.whole)} ** ${exponent.text}`, binds: BINDS.power } : whole(`math.pow(${base.text}, ${exponent.text})`)),
    choice: (condition, yes, no) => `${yes} if ${condition} else ${no}`,
    helpers: { sign: 'def sign(x):\n    return (x > 0) - (x < 0)', cbrt: 'def cbrt(x):\n    return math.copysign(abs(x) ** (1 / 3), x)', get besselJ0() { return `def besselJ0(x):\n    return ${writeCode(besselText(), 'python').text}`; } },
  },
  typescript: {
    number: String, constants: { pi: 'Math.PI', e: 'Math.E', tau: '(2 * Math.PI)' }, prefix: 'Math.', functions: { erf: 'erf', besselJ0: 'besselJ0' }, power: called('Math.pow'),
    choice: (condition, yes, no) => `${condition} ? ${yes} : ${no}`, helpers: { get erf() { return errorFunction(); }, get besselJ0() { return `function besselJ0(x: number): number {\n  return ${writeCode(besselText(), 'typescript').text};\n}`; } },
  },
  c: {
    // Whole numbers would be divided as such.
    number: (value) => (/^\d+$/.test(String(value)) ? `${value}.0` : String(value)),
    constants: { pi: '3.141592653589793', e: '2.718281828459045', tau: '6.283185307179586' }, prefix: '', functions: { abs: 'fabs', min: 'fmin', max: 'fmax', sign: 'sign' }, power: called('pow'),
    choice: (condition, yes, no) => `${condition} ? ${yes} : ${no}`, helpers: { sign: 'static double sign(double x) { return (x > 0.0) - (x < 0.0); }', get besselJ0() { return `static double besselJ0(double x) {\n  return ${writeCode(besselText(), 'c').text};\n}`; } },
  },
};
