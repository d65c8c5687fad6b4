import type { EdgeGroup } from '@knotwork/network';
import { standardDeviation } from '@knotwork/numerics';
import type { Catalog, InputVariable, Samples, Variable } from '@knotwork/plugin';
import { findBlend, type FoundBlend } from '@knotwork/symbolic';
import type { LayersSaid, NetworkShape } from '../config/index.js';
import { FunctionLibrary } from '../symbolify/function-library.js';
import { functionTexts, isInRange, ROWS_PER_NUMBER } from './column-networks.js';
import { AS_FOUND, MULTIPLIES } from './network-of-structure.js';
import { functionEdge, ladderWith, PowerEdges } from './power-edges.js';
import type { TableNetwork } from './table-networks.js';

/**
 * A network of functions, of a table whose target is one sum of inputs times a law of another, and a second sum. It begins as what was found.
 *
 * Nodes of the first layer are powers of the input of the law, and the other inputs; of the second what is inside of the law's function, if anything is; of the third both sums and the law. A node multiplies the first sum by the law.
 *
 * @param inputs of the table, their maps affine, rows and targets in the user's units, @param output of the table, @param ranges of the inputs over all rows that there are, @param most root mean square that curves may leave of the targets
 * @returns none where nothing is seen, and where a function that it needs is not installed
 */
export function blendNetworks(inputs: readonly InputVariable[], rows: Samples, targets: Float64Array, catalog: Catalog, output: Variable, ranges: readonly (readonly [from: number, to: number])[], most = Infinity): TableNetwork[] {
  const functions = new FunctionLibrary(catalog, 'installed');
  const found = findBlend(functions.all, rows, targets, ranges, most);
  if (found === null) return [];
  const powers = [1, ...found.law.parts.map(({ power }) => power)];
  const installed = ladderWith(powers, catalog);
  if (!powers.every((power) => installed.some((of) => of.power === power))) return [];
  const inUnits: TableNetwork['inUnits'] = (units, of, target) => shapeOf(found, new PowerEdges(installed, units, of), functions, target);
  const shape = inUnits(inputs, rows, output);
  const known = rows.count >= ROWS_PER_NUMBER * found.size ? { noise: (found.noise / standardDeviation(targets)) ** 2 } : {};
  return isInRange(shape) ? [{ ...shape, ...known, structure: textOf(found, inputs), isRead: true, beginsAsFound: true, freedom: found.size, inUnits }] : [];
}

/** Sums of the third layer, which the next one has: what is beside, and the factors of a product. */
const [BESIDE, TIMES, LAW] = [0, 1, 2];

function shapeOf({ input, law, times, beside }: FoundBlend, edges: PowerEdges, functions: FunctionLibrary, { map: { center, scale: unit } }: Variable): NetworkShape {
  const { width } = edges;
  const edge = (f: string, { a, b }: { readonly a: number; readonly b: number }, from: number, to: number): EdgeGroup => ({ only: [[from, to]], ...functionEdge(functions.useOfAll(f) ?? edges.useOf(1), a, b) });
  const line = (from: number, to: number, a = 1, b = 0): EdgeGroup => ({ only: [[from, to]], ...edges.functionOf(1, a, b) });
  const summed = Array.from({ length: width }, (_, i) => i).filter((i) => times[i] !== 0 || beside[i] !== 0);
  const bottom = [...law.parts.map(({ power }) => ({ input, power })).filter(({ power }, k, all) => all.findIndex((other) => other.power === power) === k), ...summed.map((i) => ({ input: i, power: 1 }))];
  const nodeOf = (of: { readonly input: number; readonly power: number }): number => bottom.findIndex((other) => other.input === of.input && other.power === of.power);
  const begins = { initializer: AS_FOUND };
  const first: LayersSaid[string] = { ...begins, edges: bottom.flatMap((factor, node) => edges.of([factor], node)) };
  // What has nothing inside is passed on where others have.
  const isDeep = law.parts.some(({ inside }) => inside !== undefined);
  const parts = law.parts.map((part) => ({ ...part, input }));
  const inside: LayersSaid[string] = {
    ...begins,
    edges: [...parts.map((part, k) => (part.inside === undefined ? line(nodeOf(part), k) : edge(part.inside.f, edges.ofNode(part, part.inside.a, part.inside.b), nodeOf(part), k))), ...summed.map((i, k) => line(nodeOf({ input: i, power: 1 }), parts.length + k))],
  };
  const placeOf = (i: number): number => (isDeep ? parts.length + summed.indexOf(i) : nodeOf({ input: i, power: 1 }));
  /** A sum in units of the output, its constant beside the first input. */
  const sum = (of: readonly number[], to: number): EdgeGroup[] => summed.filter((i) => of[i] !== 0).map((i, k) => { const { a, b } = edges.ofNode({ input: i, power: 1 }, of[i]! / unit, k === 0 ? of[width]! / unit : 0); return line(placeOf(i), to, a, b); });
  const isPair = law.way === 'product';
  const bent: LayersSaid[string] = {
    ...begins, ...(isPair ? { layer: { kind: MULTIPLIES, products: 1, arity: 2 } } : {}),
    edges: [...sum(beside, BESIDE), ...sum(times, TIMES), ...parts.map((part, k) => edge(part.f, part.inside === undefined ? edges.ofNode(part, part.a, part.b) : part, isDeep ? k : nodeOf(part), LAW + k))],
  };
  const together: LayersSaid[string] = { ...begins, layer: { kind: MULTIPLIES, products: 1, arity: 2 }, edges: [line(BESIDE, BESIDE), line(TIMES, TIMES), line(LAW, LAW)] };
  const last: LayersSaid[string] = { ...begins, edges: [line(0, 0, 1, -center / unit), line(1, 0)] };
  const layers = [first, ...(isDeep ? [inside] : []), bent, together, last];
  return { widths: [width, bottom.length, ...(isDeep ? [parts.length + summed.length] : []), 3, 2, 1], layers: Object.fromEntries(layers.map((layer, l) => [l, layer])) };
}

function textOf({ input, law, times, beside }: FoundBlend, inputs: readonly InputVariable[]): string {
  const sum = (of: readonly number[]): string => inputs.filter((_, i) => of[i] !== 0).map(({ name }) => name).join(', ');
  return `${functionTexts(law, input, inputs).join(' times ')} multiplies a sum of ${sum(times)}, beside a sum of ${sum(beside)}`;
}
