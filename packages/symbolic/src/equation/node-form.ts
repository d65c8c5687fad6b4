import { type Expr, input } from '@knotwork/algebra';
import type { FunctionClaims } from '@knotwork/plugin';
import { held } from './constant.js';
import { nodeWithoutEquation } from './errors.js';
import { type KnownFunction, knownFunction } from './known-function.js';
import { add, call, constantSum, type Factor, multiply, raise, scale, type Sum, sumOf } from './normal-form.js';

/** What is known of the operations of formulas that are functions of one number, as of plugins. */
const CLAIMS: Readonly<Record<string, FunctionClaims>> = {
  sqrt: { domain: [0, Infinity], scaling: true }, log: { domain: [0, Infinity], scaling: true }, exp: { shift: 'itself' }, abs: { scaling: true, mirror: 'even' },
  sin: { shift: 'slope', mirror: 'odd', period: 2 * Math.PI }, cos: { shift: 'slope', mirror: 'even', period: 2 * Math.PI },
  tanh: { mirror: 'odd' }, atan: { mirror: 'odd' }, erf: { mirror: 'odd' }, sigmoid: { mirror: 'odd' }, asin: { domain: [-1, 1], mirror: 'odd' }, floor: {},
};

const x = input('x');
/** Operations made functions, once each. */
const functions = new Map<string, KnownFunction>();

/**
 * A node's formula of its sums as a normal form.
 *
 * @param args the sums, in the order of the formula's inputs z0, z1, ...
 * @param where the layer, for the message
 * @throws KnotworkError `input` for an operation that equations do not say, such as a choice
 */
export function nodeForm(root: Expr, args: readonly Sum[], where: string): Sum {
  const done = new Map<Expr, Sum>();
  const form = (e: Expr): Sum => {
    const known = done.get(e);
    if (known !== undefined) return known;
    const made = formOf(e);
    done.set(e, made);
    return made;
  };
  const formOf = (e: Expr): Sum => {
    const [a, b] = e.args as [Expr, Expr];
    switch (e.op) {
      case 'constant': return constantSum(held(e.value));
      case 'input': return args[e.name === 'x' ? 0 : Number(e.name.slice(1))]!;
      case 'add': return add([form(a), form(b)]);
      case 'sub': return add([form(a), scale(form(b), held(-1))]);
      case 'neg': return scale(form(a), held(-1));
      case 'mul': return multiply(form(a), form(b));
      case 'reciprocal': return raise(form(a), held(-1));
      default: {
        const found = functionOf(e);
        if (found === undefined) throw nodeWithoutEquation(where, e.op);
        return call(found.f, form(found.of));
      }
    }
  };
  return form(root);
}

/** The operations that repeat. */
export const periodicOperations = (): KnownFunction[] => Object.keys(CLAIMS).filter((op) => CLAIMS[op]!.period !== undefined).map(operation);

const operation = (op: string): KnownFunction => onceEach(`operation ${op}`, (key) => knownFunction(key, op, x[op as 'sin'](), CLAIMS[op]!));

function onceEach(key: string, make: (key: string) => KnownFunction): KnownFunction {
  const known = functions.get(key) ?? make(key);
  functions.set(key, known);
  return known;
}

const chains = new WeakMap<KnownFunction, Sum | null>();

/**
 * The form of a function of x that is a chain of several, in which x stands once: of exp(-x^2), so that numbers may come out of the square. null for one that
 * is simple, or of which the form would have several numbers for one.
 */
export function chainOf(f: KnownFunction): Sum | null {
  const known = chains.get(f);
  if (known !== undefined) return known;
  const made = makeChain(f);
  chains.set(f, made);
  return made;
}

function makeChain(f: KnownFunction): Sum | null {
  if (f.line !== null || f.power !== null || f.exponential !== null || f.logarithm !== null) return null;
  let form: Sum;
  try { form = nodeForm(f.expr, [sumOf({ kind: 'variable', input: 0 })], f.name); } catch { return null; }
  // c g(...) with more than x inside: a simple function is better called by its own name.
  const [term] = form.terms;
  if (form.terms.length !== 1 || term!.factor.kind !== 'call') return null;
  const inside = term!.factor.of;
  const isBare = inside.terms.length === 1 && inside.terms[0]!.factor.kind === 'variable' && inside.terms[0]!.coefficient.value === 1 && inside.constant.value === 0;
  return isBare || countVariables(inside) !== 1 ? null : form;
}

const countVariables = ({ terms }: Sum): number => terms.reduce((count, { factor }) => count + countIn(factor), 0);
const countIn = (factor: Factor): number => (
  factor.kind === 'variable' ? 1 : factor.kind === 'product' ? factor.factors.reduce((count, part) => count + countIn(part), 0) : countVariables(factor.of));

/** The function that an operation is, of one number or of one beside a constant; undefined for others. */
function functionOf(e: Expr): { readonly f: KnownFunction; readonly of: Expr } | undefined {
  const { op, args } = e;
  const at = args.findIndex((arg) => arg.op !== 'constant');
  const isLimit = op === 'minimum' || op === 'maximum';
  const isKnown = (args.length === 1 && CLAIMS[op] !== undefined) || (isLimit && args.some((arg) => arg.op === 'constant'));
  if (!isKnown) return undefined;
  return { f: isLimit ? knownLimit(op, args[1 - at]!.value) : operation(op), of: args[at]! };
}

const knownLimit = (op: 'minimum' | 'maximum', limit: number): KnownFunction => onceEach(`operation ${op} ${limit}`, (key) => knownFunction(key, op, x[op](limit), limit === 0 ? { scaling: true } : {}));
