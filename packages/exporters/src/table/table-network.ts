import type { ExportedLayer, ExportedNetwork, Samples, Task } from '@knotwork/plugin';
import { type EdgeCurve, edgeCurves } from './edge-curves.js';
import { formulaAt, layerFunctions } from './layer-functions.js';
import { inputSignals } from './input-signals.js';
import { passingLayer } from './passing-layer.js';
import { endsOf, evenly, type Range, rangeOf, type Signal } from './signal.js';
import type { EdgeTable, TableLayer, TableNetwork, TableNode } from './table-format.js';

const { round } = Math;

/** Bits of addresses and of entries. */
export interface TableSizes { readonly bits: number; readonly precision: number }

/** What ranges are chosen by. */
export interface TableUse {
  readonly task: Task;
  /** In the units of the data. */
  readonly rows: Samples;
  /** Of inputs, in the units of the data; null where nothing bounds one. */
  readonly domains: readonly (Range | null)[];
}

/** How far beyond what rows reach the ranges of activations go, as a share of their width: other rows reach a little further. */
const ROOM = 1 / 32;

/** A network as integer tables. Layers whose nodes are functions of one sum have these in the tables of the next layer. */
export function tableNetwork({ maps, layers: given, scale, center }: ExportedNetwork, { task, rows, domains }: TableUse, sizes: TableSizes): TableNetwork {
  const last = given.at(-1)!;
  const layers = last.nodes.every(({ formula }) => formula === null) ? given : [...given, passingLayer(last.outputs)];
  let signals: readonly Signal[] = inputSignals(maps, rows, domains, sizes.bits);
  return {
    layers: layers.map((layer, l) => {
      const now = signals;
      const nodes = nodesOf(layer);
      const curves = edgeCurves(layer, l, now.map(({ points }) => points));
      const own = nodes.map(({ sum }): Sum => ({ edges: curves.filter(({ to }) => to === sum), constant: layer.bias[sum]! }));
      if (l === layers.length - 1) return tableLayer(now, own, outputUnits(own, { task, scale, center }, sizes), sizes);
      const sums = sumsOfRows(layer, now, rows.count);
      const ranges = nodes.map(({ sum }, k) => notBelow(halfOf(own[k]!) / mostOf(sizes), rangeOf(sums[sum]!, ROOM)));
      signals = nodes.map(({ sum, formula }, k) => {
        const points = evenly(ranges[k]!, 2 ** sizes.bits);
        const through = (x: Float64Array): Float64Array => (formula === null ? x : formulaAt(formula, x.length)(x).slice());
        return { points: through(points), rows: through(sums[sum]!), range: { min: ranges[k]![0], max: ranges[k]![1] } };
      });
      return tableLayer(now, own, own.map((node, k) => addressUnits(node, ranges[k]!, sizes)), sizes);
    }),
  };
}

/** A range that is as wide as what one in an entry stands for, at least: of a sum that hardly changes there would be nothing but rounding in addresses. */
function notBelow(width: number, [low, high]: Range): Range {
  if (high - low >= width) return [low, high];
  const middle = low + (high - low) / 2;
  return [middle - width / 2, middle + width / 2];
}

/** Every node with the sum that it reads. */
const nodesOf = ({ nodes }: ExportedLayer) => nodes.flatMap(({ first, firstSum, count, arity, formula }) => Array.from({ length: count }, (_, n) => ({ node: first + n, sum: firstSum + n * arity, formula }))).sort((a, b) => a.node - b.node);

/** All sums of a layer at rows: `[sums][rows]`. */
function sumsOfRows(layer: ExportedLayer, signals: readonly Signal[], count: number): Float64Array[] {
  const sums = Array.from(layer.bias, (bias) => new Float64Array(count).fill(bias));
  const at = layerFunctions(layer, count);
  signals.forEach(({ rows }, input) => { for (const [to, values] of at(input, rows)) values.forEach((v, n) => { sums[to]![n]! += v; }); });
  return sums;
}

/** A node of sums: its edges, and what is added to them. */
interface Sum { readonly edges: readonly EdgeCurve[]; readonly constant: number }

/** A node, and what 1 in an entry of its tables stands for, as a function of its edges has it. */
interface Units { readonly node: TableNode; readonly unit: number }

/** Largest entry. */
const mostOf = ({ precision }: TableSizes): number => 2 ** (precision - 1) - 1;

const halfOf = ({ edges }: Sum): number => edges.reduce((most, { half }) => Math.max(most, half), 0);

/** What all edges are around. */
const middleOf = ({ edges, constant }: Sum): number => edges.reduce((sum, { middle }) => sum + middle, constant);

/** The unit of a node that gives an address: a step of the address over a power of two, so that dropping bits divides; as small as entries have room for. */
function addressUnits(sum: Sum, [low, high]: Range, sizes: TableSizes): Units {
  const step = (high - low) / (2 ** sizes.bits - 1);
  const half = halfOf(sum);
  const shift = half === 0 ? 0 : Math.min(sizes.precision, Math.floor(Math.log2(step * mostOf(sizes) / half)));
  const unit = step / 2 ** shift;
  // Dropping bits rounds down; half a step more makes that the nearest.
  const nearest = shift > 0 ? 2 ** (shift - 1) : 0;
  return { unit, node: { bias: round((middleOf(sum) - low) / unit) + nearest, shift, scale: unit, offset: low - nearest * unit } };
}

/** Units of outputs: as small as entries have room for; of a classification one for all, so that the largest number is the class. */
function outputUnits(sums: readonly Sum[], { task, scale, center }: Pick<ExportedNetwork, 'scale' | 'center'> & { readonly task: Task }, sizes: TableSizes): Units[] {
  const finest = sums.map((sum, k) => halfOf(sum) * scale[k]! / mostOf(sizes));
  const largest = Math.max(...finest) || 1;
  return sums.map((sum, k) => {
    const middle = middleOf(sum) * scale[k]! + center[k]!;
    const unit = task === 'classification' ? largest : finest[k]! || 1;
    return { unit: unit / scale[k]!, node: task === 'classification' ? { bias: round(middle / unit), shift: null, scale: unit, offset: 0 } : { bias: 0, shift: null, scale: unit, offset: middle } };
  });
}

function tableLayer(signals: readonly Signal[], sums: readonly Sum[], units: readonly Units[], sizes: TableSizes): TableLayer {
  const tables = sums.flatMap(({ edges }, to) => edges.map(({ from, values, middle }): EdgeTable => (
    { from, to, entries: entriesOf(values, middle, units[to]!.unit) }
  ))).filter(({ entries }) => entries.some((entry) => entry !== 0)).sort((a, b) => a.from - b.from || a.to - b.to);
  const nodes = units.map(({ node }) => node);
  return { addressBits: sizes.bits, entryBits: sizes.precision, sumBits: bitsOfSums(nodes, tables), inputs: signals.map(({ range }) => range), nodes, tables };
}

function entriesOf(values: Float64Array, middle: number, unit: number): Int32Array {
  const entries = new Int32Array(values.length);
  for (let k = 0; k < values.length; k++) entries[k] = round((values[k]! - middle) / unit);
  return entries;
}

/** Signed bits that hold every sum, whatever the addresses are. */
function bitsOfSums(nodes: readonly TableNode[], tables: readonly EdgeTable[]): number {
  const ends = nodes.map(({ bias }) => [bias, bias] as [number, number]);
  for (const { to, entries } of tables) {
    const [low, high] = endsOf(entries);
    ends[to]![0] += low;
    ends[to]![1] += high;
  }
  // From -2^(n - 1) to 2^(n - 1) - 1.
  return 1 + Math.max(...ends.flatMap(([low, high]) => [low < 0 ? Math.ceil(Math.log2(-low)) : 0, high > 0 ? Math.floor(Math.log2(high)) + 1 : 0]));
}
