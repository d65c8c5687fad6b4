import { type Expr, input } from '@knotwork/algebra';
import type { FunctionClaims } from '@knotwork/plugin';
import { held } from './constant.js';
import { nodeWithoutEquation } from './errors.js';
import { type KnownFunction, knownFunction } from './known-function.js';
import { add, call, constantSum, multiply, raise, scale, type Sum } from './normal-form.js';

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
      case 'input': return args[Number(e.name.slice(1))]!;
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

/** The function that an operation is, of one number or of one beside a constant; undefined for others. */
function functionOf(e: Expr): { readonly f: KnownFunction; readonly of: Expr } | undefined {
  const { op, args } = e;
  const at = args.findIndex((arg) => arg.op !== 'constant');
  const isLimit = op === 'minimum' || op === 'maximum';
  const isKnown = (args.length === 1 && CLAIMS[op] !== undefined) || (isLimit && args.some((arg) => arg.op === 'constant'));
  if (!isKnown) return undefined;
  const key = `operation ${op} ${args.map(({ value }) => value).join(' ')}`;
  const known = functions.get(key) ?? (isLimit ? knownLimit(key, op, args[1 - at]!.value) : knownFunction(key, op, x[op as 'sin'](), CLAIMS[op]!));
  functions.set(key, known);
  return { f: known, of: args[at]! };
}

const knownLimit = (key: string, op: 'minimum' | 'maximum', limit: number): KnownFunction => knownFunction(key, op, x[op](limit), limit === 0 ? { scaling: true } : {});
