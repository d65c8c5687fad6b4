import type { EdgeGroup } from '@knotwork/network';
import type { Catalog, InputVariable, Samples, Variable } from '@knotwork/plugin';
import { findPair, type FoundPair, type PairPart } from '@knotwork/symbolic';
import type { NetworkShape } from '../config/index.js';
import { FunctionLibrary } from '../symbolify/function-library.js';
import { AS_FOUND, MULTIPLIES } from './network-of-structure.js';
import { factorText, PowerEdges, powersOf } from './power-edges.js';
import type { TableNetwork } from './table-networks.js';

/** Scales and places that the basis `function` begins with, at most. */
const LARGEST = 1e6;
/** Rows that are looked at. */
const MOST_ROWS = 1000;

/**
 * The network of a sum or a product of two functions of the one input that a table has. It begins as what was found.
 *
 * Nodes of the first layer are the input and its square, as far as functions are of them; of the second the functions, or their product.
 *
 * @param inputs of the table, its map affine, rows and targets in the user's units, @param output of the table
 * @returns none where there is more than one input, where no pair is seen, and where a function that it needs is not installed
 */
export function pairNetworks(inputs: readonly InputVariable[], rows: Samples, targets: Float64Array, catalog: Catalog, output: Variable): TableNetwork[] {
  if (inputs.length !== 1) return [];
  const functions = new FunctionLibrary(catalog, 'installed');
  const step = Math.max(1, rows.count / MOST_ROWS);
  const some = Array.from({ length: Math.min(rows.count, MOST_ROWS) }, (_, k) => Math.floor(k * step));
  const pair = findPair(functions.all, { x: some.map((n) => rows.values[n]!), y: some.map((n) => targets[n]!) });
  const installed = powersOf(catalog);
  if (pair === null || !powersIn(pair).every((power) => installed.some((of) => of.power === power))) return [];
  const inUnits: TableNetwork['inUnits'] = (units, of, target) => shapeOf(pair, new PowerEdges(installed, units, of), functions, target);
  const shape = inUnits(inputs, rows, output);
  return isInRange(shape) ? [{ ...shape, structure: textOf(pair, inputs), isRead: true, freedom: pair.size, inUnits }] : [];
}

const powersIn = ({ parts }: FoundPair): number[] => [1, ...parts.map(({ power }) => power)];

function shapeOf({ way, parts, scale, constant }: FoundPair, edges: PowerEdges, functions: FunctionLibrary, { map: { center, scale: unit } }: Variable): NetworkShape {
  const powers = [...new Set(parts.map(({ power }) => power))];
  const first = powers.flatMap((power, node) => edges.of([{ input: 0, power }], node));
  // A node of the first layer is so many times the power.
  const edgeOf = ({ f, power, a, b }: PairPart, to: number): EdgeGroup => ({
    only: [[powers.indexOf(power), to]], basis: { kind: 'function', f: functions.useOfAll(f) ?? edges.useOf(1), a: a / edges.sizeOf({ input: 0, power }), b }, edge: { kind: 'plain' }, inputMap: 'interval', outside: 'free',
  });
  const line = (from: number, a: number, b: number): EdgeGroup => ({ only: [[from, 0]], ...edges.functionOf(1, a / unit, b) });
  const begins = { initializer: AS_FOUND };
  const both = { ...begins, edges: parts.map((part, k) => edgeOf(part, k)) };
  const b = (constant - center) / unit;
  if (way === 'sum') return { widths: [1, powers.length, 2, 1], layers: { 0: { ...begins, edges: first }, 1: both, 2: { ...begins, edges: parts.map(({ c }, k) => line(k, c, k === 0 ? b : 0)) } } };
  return { widths: [1, powers.length, 1, 1], layers: { 0: { ...begins, edges: first }, 1: { ...both, layer: { kind: MULTIPLIES, products: 1, arity: 2 } }, 2: { ...begins, edges: [line(0, scale, b)] } } };
}

/** Whether all edges may begin there. */
function isInRange({ layers }: NetworkShape): boolean {
  return Object.values(layers).flatMap(({ edges = [] }) => edges).every(({ basis }) => {
    const { a = 1, b = 0 } = (basis ?? {}) as { readonly a?: number; readonly b?: number };
    return a !== 0 && Math.abs(a) <= LARGEST && Math.abs(b) <= LARGEST;
  });
}

function textOf({ way, parts }: FoundPair, inputs: readonly InputVariable[]): string {
  const [first, second] = parts.map(({ f, power }) => `${f} of ${factorText({ input: 0, power }, inputs)}`);
  return way === 'sum' ? `the target is a sum of ${first} and ${second}` : `${first} and ${second} multiply`;
}
