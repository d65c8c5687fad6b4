import type { EdgeGroup } from '@knotwork/network';
import { standardDeviation } from '@knotwork/numerics';
import type { Catalog, InputVariable, Samples, Variable } from '@knotwork/plugin';
import { findLaws, type FoundFunctions, type FunctionPart } from '@knotwork/symbolic';
import type { NetworkShape } from '../config/index.js';
import { FunctionLibrary } from '../symbolify/function-library.js';
import { AS_FOUND, LINE, MULTIPLIES } from './network-of-structure.js';
import { factorText, functionEdge, ladderWith, PowerEdges } from './power-edges.js';
import type { TableNetwork } from './table-networks.js';

/** Scales and places that the basis `function` begins with, at most. */
const LARGEST = 1e6;
/** Rows that are looked at. */
const MOST_ROWS = 1000;
/** Rows for each number, from which on noise is known. */
export const ROWS_PER_NUMBER = 8;

/**
 * Networks of functions, one of which a table of one input is likely to be, or of the sum or product of two. They begin as what was found.
 *
 * Nodes of the first layer are the input, its square, its reciprocal or its logarithm, as far as functions are of them; of the second the functions, or their product, or what is inside of one function.
 *
 * @param inputs of the table, its map affine, rows and targets in the user's units, @param output of the table, @param range of the input over all rows that there are; left out, of these
 * @returns none where there is more than one input, where nothing is seen, and where a function that it needs is not installed
 */
export function columnNetworks(inputs: readonly InputVariable[], rows: Samples, targets: Float64Array, catalog: Catalog, output: Variable, range?: readonly [from: number, to: number]): TableNetwork[] {
  if (inputs.length !== 1) return [];
  const functions = new FunctionLibrary(catalog, 'installed');
  const step = Math.max(1, rows.count / MOST_ROWS);
  const some = Array.from({ length: Math.min(rows.count, MOST_ROWS) }, (_, k) => Math.floor(k * step));
  const points = { x: some.map((n) => rows.values[n]!), y: some.map((n) => targets[n]!) };
  const all = findLaws(functions.all, points, range);
  const installed = ladderWith(all.flatMap(powersIn), catalog);
  return all.filter((found) => powersIn(found).every((power) => installed.some((of) => of.power === power))).flatMap((found): TableNetwork[] => {
    const inUnits: TableNetwork['inUnits'] = (units, of, target) => shapeOf(found, new PowerEdges(installed, units, of), functions, target);
    const shape = inUnits(inputs, rows, output);
    // Of few rows, what a law leaves of them says little of the noise.
    const known = all.length < 2 && rows.count >= ROWS_PER_NUMBER * found.size ? { noise: (found.noise / standardDeviation(targets)) ** 2 } : {};
    return isInRange(shape) ? [{ ...shape, ...known, structure: textOf(found, inputs), isRead: true, ...(found.degree === undefined ? { beginsAsFound: true } : {}), isLaw: true, ...(found.length === undefined ? {} : { description: found.length }), freedom: found.size, inUnits }] : [];
  });
}

const powersIn = ({ parts }: FoundFunctions): number[] => [1, ...parts.map(({ power }) => power)];

function shapeOf({ way, parts, degree, scale, constant }: FoundFunctions, edges: PowerEdges, functions: FunctionLibrary, { map: { center, scale: unit } }: Variable): NetworkShape {
  // Its numbers are fitted at once, wherever they begin.
  if (degree !== undefined) return { widths: [1, 1], layers: { 0: { edges: [{ only: [[0, 0]], ...LINE, basis: { kind: 'polynomial', degree } }] } } };
  const powers = [...new Set(parts.map(({ power }) => power))];
  const first = powers.flatMap((power, node) => edges.of([{ input: 0, power }], node));
  // A node of the first layer is so many times the power.
  const edgeTo = (f: string, { a, b }: Pick<FunctionPart, 'a' | 'b'>, from: number, to: number): EdgeGroup => ({ only: [[from, to]], ...functionEdge(functions.useOfAll(f) ?? edges.useOf(1), a, b) });
  const edgeOf = ({ f, power, a, b }: Pick<FunctionPart, 'f' | 'power' | 'a' | 'b'>, to: number): EdgeGroup => edgeTo(f, edges.ofNode({ input: 0, power }, a, b), powers.indexOf(power), to);
  const line = (from: number, a: number, b: number): EdgeGroup => ({ only: [[from, 0]], ...edges.functionOf(1, a / unit, b) });
  const begins = { initializer: AS_FOUND };
  const [only] = parts;
  if (only?.inside !== undefined) {
    const inside = edgeOf({ ...only.inside, power: only.power }, 0);
    return { widths: [1, 1, 1, 1, 1], layers: { 0: { ...begins, edges: first }, 1: { ...begins, edges: [inside] }, 2: { ...begins, edges: [edgeTo(only.f, only, 0, 0)] }, 3: { ...begins, edges: [line(0, only.c, (constant - center) / unit)] } } };
  }
  const both = { ...begins, edges: parts.map((part, k) => edgeOf(part, k)) };
  const b = (constant - center) / unit;
  if (way === 'sum') return { widths: [1, powers.length, parts.length, 1], layers: { 0: { ...begins, edges: first }, 1: both, 2: { ...begins, edges: parts.map(({ c }, k) => line(k, c, k === 0 ? b : 0)) } } };
  return { widths: [1, powers.length, 1, 1], layers: { 0: { ...begins, edges: first }, 1: { ...both, layer: { kind: MULTIPLIES, products: 1, arity: 2 } }, 2: { ...begins, edges: [line(0, scale, b)] } } };
}

/** Whether all edges may begin there. */
export function isInRange({ layers }: NetworkShape): boolean {
  return Object.values(layers).flatMap(({ edges = [] }) => edges).every(({ basis }) => {
    const { a = 1, b = 0 } = (basis ?? {}) as { readonly a?: number; readonly b?: number };
    return a !== 0 && Math.abs(a) <= LARGEST && Math.abs(b) <= LARGEST;
  });
}

function textOf(found: FoundFunctions, inputs: readonly InputVariable[]): string {
  if (found.degree !== undefined) return `the target is a ${found.degree === 1 ? 'line' : `polynomial of degree ${found.degree}`} in ${inputs[0]!.name}`;
  const text = functionTexts(found, 0, inputs).join(' and ');
  return found.way === 'product' ? `${text} multiply` : `the target is ${found.parts.length > 1 ? `a sum of ${text}` : text}`;
}

/** The functions of a law and what they are of, in words, such as `exp of exp of log t`. */
export function functionTexts({ parts }: FoundFunctions, input: number, inputs: readonly InputVariable[]): string[] {
  return parts.map(({ f, power, inside }) => `${f} of ${inside === undefined ? '' : `${inside.f} of `}${factorText({ input, power: Number(power.toPrecision(3)) }, inputs)}`);
}
