import { build } from './build.js';
import { type Expr, input, isExpr } from './expr.js';
import { operation } from './operations/operations.js';

/**
 * A directed acyclic graph with named inputs, tables and outputs, hash-consed: equal subexpressions exist once. It is closed: what it
 * reads is listed. Frozen; compare nodes by identity within one formula.
 */
export interface Formula {
  readonly inputs: readonly string[];
  /** Names of what is looked up in: numbers that are the same for all samples, such as the knots of a grid. Empty for most. */
  readonly tables: readonly string[];
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
 * @param tables names of the tables
 * @throws RangeError when an output reads an input or a table that is not listed, or a table as if it were a number; TypeError when one is no expression
 * @example
 * const silu = trace(['x'], (x) => ({ y: x.mul(x.sigmoid()) }));
 */
export function trace(inputs: readonly string[], body: (...inputs: Expr[]) => Readonly<Record<string, Expr>>, tables: readonly string[] = []): Formula {
  return formula(inputs, body(...inputs.map(input)), tables);
}

/** Makes a formula of expressions that are already built. Same rules as {@link trace}. */
export function formula(inputs: readonly string[], outputs: Readonly<Record<string, Expr>>, tables: readonly string[] = []): Formula {
  const names = Object.keys(outputs);
  const odd = names.find((name) => !isExpr(outputs[name]));
  if (odd !== undefined) throw new TypeError(`"${odd}" is ${typeof outputs[odd] === 'number' ? 'a number; write constant(...)' : String(outputs[odd])}, not a formula`);
  const roots = share(Object.values(outputs));
  const nodes = topologicalOrder(roots);
  requireClosed(inputs, tables, nodes, roots);
  return Object.freeze({
    inputs: Object.freeze([...inputs]), tables: Object.freeze([...tables]), outputs: Object.freeze(names), roots: Object.freeze(roots), nodes: Object.freeze(nodes),
  });
}

function requireClosed(inputs: readonly string[], tables: readonly string[], nodes: readonly Expr[], roots: readonly Expr[]): void {
  for (const [op, known, what] of [['input', inputs, 'inputs'], ['table', tables, 'tables']] as const) {
    const unknown = nodes.find((n) => n.op === op && !known.includes(n.name));
    if (unknown !== undefined) throw new RangeError(`A formula of the ${what} (${known.join(', ')}) reads "${unknown.name}". Add it to the ${what}.`);
  }
  const isTable = (e: Expr): boolean => e.op === 'table';
  const odd = roots.find(isTable) ?? nodes.flatMap((n) => n.args.filter((a, k) => isTable(a) && !(k === 0 && operation(n.op).looksUp)))[0];
  if (odd !== undefined) throw new RangeError(`"${odd.name}" is a table and stands in a formula where a number must.`);
}

/** Hash-consing: bottom-up, equal operations on equal arguments become one node; sharing lets more folding rules fire. */
function share(outputs: readonly Expr[]): Expr[] {
  const pool = new Map<string, Expr>();
  const ids = new Map<Expr, number>();
  const done = new Map<Expr, Expr>();
  const canonical = (e: Expr): Expr => {
    // Constants stay in front of products and behind sums, where the folding rules look for them.
    const [a, b] = e.args as [Expr, Expr];
    const swap = operation(e.op).commutes === true && a.op !== 'constant' && b.op !== 'constant' && (ids.get(a) ?? 0) > (ids.get(b) ?? 0);
    const args = swap ? [b, a] : e.args;
    // Of most nodes the whole key: made for every node of every formula, and so without lists on the way.
    let key: string = e.op;
    for (const x of args) key += `:${ids.get(x)}`;
    if (e.value !== 0 || e.name !== '' || Object.is(e.value, -0)) key += `:${Object.is(e.value, -0) ? '-0' : e.value}:${e.name}`;
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

