import { build, type Expr, input, isExpr, type Op } from './expr.js';

/**
 * A directed acyclic graph with named inputs and outputs, hash-consed: equal subexpressions exist once.
 * Frozen; compare nodes by identity within one formula.
 */
export interface Formula {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** The expression of each output, in the order of `outputs`. */
  readonly roots: readonly Expr[];
  /** Every node once, arguments before their users. */
  readonly nodes: readonly Expr[];
}

/**
 * Traces a formula: calls `body` with one expression per input name and shares equal subexpressions of what it returns.
 *
 * @param inputs names of the inputs, in order
 * @param body returns the outputs by name
 * @throws RangeError when an output reads an input that is not listed; TypeError when one is no expression
 * @example
 * const silu = trace(['x'], (x) => ({ y: x.mul(x.sigmoid()) }));
 */
export function trace(inputs: readonly string[], body: (...inputs: Expr[]) => Readonly<Record<string, Expr>>): Formula {
  return formula(inputs, body(...inputs.map(input)));
}

/** Makes a formula of expressions that are already built. Same rules as {@link trace}. */
export function formula(inputs: readonly string[], outputs: Readonly<Record<string, Expr>>): Formula {
  const names = Object.keys(outputs);
  const odd = names.find((name) => !isExpr(outputs[name]));
  if (odd !== undefined) throw new TypeError(`"${odd}" is ${typeof outputs[odd] === 'number' ? 'a number; write constant(...)' : String(outputs[odd])}, not a formula`);
  const roots = share(Object.values(outputs));
  const nodes = topologicalOrder(roots);
  const unknown = nodes.find((n) => n.op === 'input' && !inputs.includes(n.name));
  if (unknown !== undefined) {
    throw new RangeError(`A formula of the inputs (${inputs.join(', ')}) reads "${unknown.name}". Add it to the inputs.`);
  }
  return Object.freeze({ inputs: Object.freeze([...inputs]), outputs: Object.freeze(names), roots: Object.freeze(roots), nodes: Object.freeze(nodes) });
}

const commutative: ReadonlySet<Op> = new Set<Op>(['add', 'mul', 'minimum', 'maximum']);

/** Hash-consing: bottom-up, equal operations on equal arguments become one node; sharing lets more folding rules fire. */
function share(outputs: readonly Expr[]): Expr[] {
  const pool = new Map<string, Expr>();
  const ids = new Map<Expr, number>();
  const done = new Map<Expr, Expr>();
  const canonical = (e: Expr): Expr => {
    // Constants stay in front of products and behind sums, where the folding rules look for them.
    const [a, b] = e.args as [Expr, Expr];
    const swap = commutative.has(e.op) && a.op !== 'constant' && b.op !== 'constant' && (ids.get(a) ?? 0) > (ids.get(b) ?? 0);
    const args = swap ? [b, a] : e.args;
    const value = Object.is(e.value, -0) ? '-0' : String(e.value);
    const key = `${e.op}:${args.map((x) => ids.get(x)).join()}:${value}:${e.name}`;
    let node = pool.get(key);
    if (node === undefined) {
      node = swap ? build(e.op, args, e.value, e.name) : e;
      pool.set(key, node);
      ids.set(node, pool.size);
    }
    return node;
  };
  const visit = (e: Expr): Expr => {
    const known = done.get(e);
    if (known !== undefined) return known;
    const args = e.args.map(visit);
    const same = args.every((x, i) => x === e.args[i]);
    const folded = same ? e : build(e.op, args, e.value, e.name);
    // Folding may have built new subexpressions that are not shared yet.
    const foreign = folded !== e && folded.args.some((x) => !ids.has(x));
    const node = ids.has(folded) ? folded : foreign ? visit(folded) : canonical(folded);
    done.set(e, node);
    return node;
  };
  return outputs.map(visit);
}

/** Every node below the roots once, arguments before their users. */
export function topologicalOrder<T extends { readonly args: readonly T[] }>(roots: readonly T[]): T[] {
  const seen = new Set<T>();
  const order: T[] = [];
  const visit = (node: T): void => {
    if (seen.has(node)) return;
    seen.add(node);
    node.args.forEach(visit);
    order.push(node);
  };
  roots.forEach(visit);
  return order;
}

