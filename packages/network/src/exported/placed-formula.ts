import { blockProgram, type Expr, formula, type Formula, input, rewrite } from '@knotwork/algebra';
import type { PlacedFormula } from '@knotwork/plugin';

/** What a formula reads at one place, besides x. */
export interface Place {
  /** Input of the layer that is x. */
  readonly from: number;
  /** By name, of every input of the formula but x. */
  readonly numbers: Readonly<Record<string, number>>;
  /** By name, of every table. */
  readonly tables: Readonly<Record<string, Float64Array>>;
}

/**
 * Makes of a formula that reads a place by names one that reads numbers `p0`, `p1` and so on: everything that x does not change is computed here, once
 * for every place, and not by whoever evaluates the formula.
 */
export function placedFormula(f: Formula, places: readonly Place[]): PlacedFormula {
  const settled = settledParts(f);
  const names = settled.map((_, k) => `p${k}`);
  const known = new Map(settled.map((e, k) => [e, input(names[k]!)]));
  const roots = rewrite(f.roots, (e) => known.get(e));
  const used = formula(['x', ...names], Object.fromEntries(f.outputs.map((name, k) => [name, roots[k]!])), f.tables);
  const tables = f.tables.filter((name) => used.nodes.some((e) => e.op === 'table' && e.name === name));
  return Object.freeze({
    formula: Object.freeze({ ...used, tables: Object.freeze(tables) }), from: Uint32Array.from(places, ({ from }) => from), numbers: numbersOf(f, settled, places),
    tables: Object.freeze(tables.map((name) => joined(places.map((place) => place.tables[name]!)))),
  });
}

/** The largest parts of a formula that x does not change, apart from constants. */
function settledParts(f: Formula): Expr[] {
  const moving = new Set<Expr>();
  for (const e of f.nodes) if ((e.op === 'input' && e.name === 'x') || e.args.some((arg) => moving.has(arg))) moving.add(e);
  const asked = [...f.roots, ...f.nodes.filter((e) => moving.has(e)).flatMap(({ args }) => args)];
  return [...new Set(asked.filter((e) => !moving.has(e) && e.op !== 'constant' && e.op !== 'table'))];
}

/** `[places][parts]` */
function numbersOf(f: Formula, parts: readonly Expr[], places: readonly Place[]): Float64Array {
  const names = f.inputs.filter((name) => name !== 'x');
  const program = blockProgram(formula(names, Object.fromEntries(parts.map((e, k) => [`p${k}`, e])), f.tables), 1);
  const numbers = new Float64Array(places.length * parts.length);
  places.forEach((place, n) => {
    names.forEach((name, k) => { program.inputs[k]![0] = place.numbers[name]!; });
    program.run(1, place.tables);
    program.outputs.forEach((output, k) => { numbers[n * parts.length + k] = output[0]!; });
  });
  return numbers;
}

function joined(lists: readonly Float64Array[]): Float64Array { return Float64Array.from(lists.flatMap((list) => [...list])); }
