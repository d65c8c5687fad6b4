import type { EdgeGroup } from '@knotwork/network';
import { standardDeviation } from '@knotwork/numerics';
import type { Catalog, InputVariable, Samples, Variable } from '@knotwork/plugin';
import { findSeparate, type FoundFunctions, type FoundSeparate, type FunctionPart } from '@knotwork/symbolic';
import type { LayersSaid, NetworkShape } from '../config/index.js';
import { FunctionLibrary } from '../symbolify/function-library.js';
import { functionTexts, isInRange, ROWS_PER_NUMBER } from './column-networks.js';
import { AS_FOUND, MULTIPLIES } from './network-of-structure.js';
import { functionEdge, ladderWith, PowerEdges } from './power-edges.js';
import type { TableNetwork } from './table-networks.js';

/** A part of a law, and of which input. */
interface InputPart extends FunctionPart { readonly input: number }

/**
 * A network of functions, of a table whose target is a sum or a product of laws of single inputs, or a product that has a sum in it. It begins as what was found.
 *
 * Nodes of the first layer are inputs and powers of them, of the second what is inside of one function, if anything is, of the third the functions, and products of two of one input. What these make
 * is added up in the output; of a product, in the factors of a node, of which one may be a sum of several laws.
 *
 * @param inputs of the table, their maps affine, rows and targets in the user's units, @param output of the table, @param ranges of the inputs over all rows that there are, @param most root mean square that curves may leave of the targets
 * @returns none where nothing is seen, and where a function that it needs is not installed
 */
export function separateNetworks(inputs: readonly InputVariable[], rows: Samples, targets: Float64Array, catalog: Catalog, output: Variable, ranges: readonly (readonly [from: number, to: number])[], most = Infinity): TableNetwork[] {
  if (inputs.length < 2) return [];
  const functions = new FunctionLibrary(catalog, 'installed');
  const found = findSeparate(functions.all, rows, targets, ranges, most);
  if (found === null) return [];
  const powers = found.of.flatMap(({ law: { parts } }) => parts.map(({ power }) => power));
  const installed = ladderWith([1, ...powers], catalog);
  if (!powers.every((power) => installed.some((of) => of.power === power))) return [];
  const inUnits: TableNetwork['inUnits'] = (units, of, target) => shapeOf(found, new PowerEdges(installed, units, of), functions, target);
  const shape = inUnits(inputs, rows, output);
  const known = found.isTold && rows.count >= ROWS_PER_NUMBER * found.size ? { noise: (found.noise / standardDeviation(targets)) ** 2 } : {};
  return isInRange(shape) ? [{ ...shape, ...known, structure: textOf(found, inputs), isRead: true, beginsAsFound: true, freedom: found.size, inUnits }] : [];
}

function shapeOf({ way, of, constant }: FoundSeparate, edges: PowerEdges, functions: FunctionLibrary, { map: { center, scale: unit } }: Variable): NetworkShape {
  const begins = { initializer: AS_FOUND };
  const edgeTo = (f: string, { a, b }: Pick<FunctionPart, 'a' | 'b'>, from: number, to: number): EdgeGroup => ({ only: [[from, to]], ...functionEdge(functions.useOfAll(f) ?? edges.useOf(1), a, b) });
  const line = (from: number, to: number, a: number, b: number): EdgeGroup => ({ only: [[from, to]], ...edges.functionOf(1, a, b) });
  // Sums come before products.
  const inOrder = [...of.filter(({ law }) => law.way === 'sum'), ...of.filter(({ law }) => law.way === 'product')];
  const parts = inOrder.flatMap(({ input, law }) => law.parts.map((part): InputPart => ({ ...part, input })));
  const bottom = parts.filter(({ input, power }, k) => parts.findIndex((other) => other.input === input && other.power === power) === k);
  const nodeOf = ({ input, power }: InputPart): number => bottom.findIndex((other) => other.input === input && other.power === power);
  const first: LayersSaid[string] = { ...begins, edges: bottom.flatMap((part, node) => edges.of([part], node)) };
  const isDeep = parts.some(({ inside }) => inside !== undefined);
  const inside: LayersSaid[string] = { ...begins, edges: parts.map((part, k) => (part.inside === undefined ? line(nodeOf(part), k, 1, 0) : edgeTo(part.inside.f, edges.ofNode(part, part.inside.a, part.inside.b), nodeOf(part), k))) };
  const pairs = inOrder.filter(({ law }) => law.way === 'product').length;
  // What has nothing inside is passed on where others have.
  const edgesOfParts = parts.map((part, k) => edgeTo(part.f, part.inside === undefined ? edges.ofNode(part, part.a, part.b) : part, isDeep ? k : nodeOf(part), k));
  const bent: LayersSaid[string] = { ...begins, ...(pairs === 0 ? {} : { layer: { kind: MULTIPLIES, products: pairs, arity: 2 } }), edges: edgesOfParts };
  const nodes = parts.length - pairs;
  let node = 0;
  /** What a law is of the nodes of its functions, as what comes into a sum. */
  const added = (law: FoundFunctions, to: number, size: number, shift: number): EdgeGroup[] => {
    const slopes = law.way === 'sum' ? law.parts.map(({ c }) => c) : [law.scale];
    return slopes.map((c, k) => line(node++, to, c / size, k === 0 ? (law.constant + shift) / size : 0));
  };
  const below = isDeep ? [first, inside, bent] : [first, bent];
  const widths = [edges.width, bottom.length, ...(isDeep ? [parts.length] : []), nodes];
  if (way === 'sum') return { widths: [...widths, 1], layers: layersOf([...below, { ...begins, edges: inOrder.flatMap(({ law }, k) => added(law, 0, unit, k === 0 ? -center : 0)) }]) };
  // Terms of a sum come into one factor.
  const factorOf = inOrder.map((one) => (one.isTerm ? inOrder.findIndex(({ isTerm }) => isTerm) : inOrder.indexOf(one)));
  const factors = [...new Set(factorOf)];
  const sized = Math.max(0, inOrder.findIndex(({ isTerm }) => isTerm));
  const edgesOfFactors = inOrder.flatMap(({ law }, k) => added(law, factors.indexOf(factorOf[k]!), factorOf[k] === sized ? unit : 1, 0));
  return { widths: [...widths, 1, 1], layers: layersOf([...below, { ...begins, layer: { kind: MULTIPLIES, products: 1, arity: factors.length }, edges: edgesOfFactors }, { ...begins, edges: [line(0, 0, 1, (constant - center) / unit)] }]) };
}

const layersOf = (layers: readonly LayersSaid[string][]): NetworkShape['layers'] => Object.fromEntries(layers.map((layer, l) => [l, layer]));

function textOf({ way, of }: FoundSeparate, inputs: readonly InputVariable[]): string {
  const textIn = ({ input, law }: FoundSeparate['of'][number], outer: FoundFunctions['way']): string[] => {
    const functions = functionTexts(law, input, inputs);
    return law.way === outer ? functions : [law.way === 'product' ? functions.join(' times ') : functions.length > 1 ? `(${functions.join(' plus ')})` : functions[0]!];
  };
  const terms = way === 'sum' ? [] : of.filter(({ isTerm }) => isTerm);
  const sum = terms.length === 0 ? [] : [`(${terms.flatMap((term) => textIn(term, 'sum')).join(' plus ')})`];
  const texts = [...of.filter((one) => !terms.includes(one)).flatMap((one) => textIn(one, way)), ...sum];
  return `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)!} ${way === 'sum' ? 'add up' : 'multiply'}`;
}
