import { derivatives, type Expr } from '@knotwork/algebra';
import { BLOCK } from '../memory/block.js';
import { type Code, FunctionBuilder, i32, type Lanes, type Variable } from '../code/emitter.js';
import { Graph } from '../code/graph.js';
import { type BodyInput, GraphBody } from '../code/graph-body.js';
import { lower } from '../code/lowering.js';
import { ORDINARY, type ParameterBlock, parameterBlock } from '../code/parameter-block.js';

/** What the formulas of edges read besides `x`. */
export interface EdgeInputs {
  /** Names of the uniform inputs of an input node, in the order of its parameter block. */
  readonly inputs: readonly string[];
  /** Names of an edge's own numbers, in order: weights, coefficients, shape parameters. */
  readonly parameters: readonly string[];
  /** Intervals of the inputs' own knots; null, as by default, on an even grid. */
  readonly intervals?: number | null;
  /** The layout of the inputs' parameter blocks, where it was made for more formulas; left out for their own. */
  readonly block?: ParameterBlock;
}

/** The function of an edge, phi(x). */
export interface EdgeSpec extends EdgeInputs { readonly phi: Expr }

/** 32-bit integers per edge in the table, all offsets in bytes: row of x, row of y, input's block, edge's block, edge's gradient. */
export const EDGE_TABLE_WIDTH = 5;

/** How the parameter block of an input of such edges is laid out. @param formulas phi, or the planes: not their derivatives, which may read fewer knots */
export function edgeParameters(formulas: readonly Expr[], { inputs, intervals = null }: EdgeInputs): ParameterBlock {
  return parameterBlock({ formulas, parameters: inputs, intervals });
}

/**
 * Kernels for edges with numbers of their own. `table` is `[count][EDGE_TABLE_WIDTH]`; its offsets count from the addresses given;
 * `bytes` is what to run over of every row, a positive multiple of 16.
 *
 * - forward(x, y, inputs, edges, table, count, bytes): y += phi(x)
 * - backward(x, gy, gx, inputs, edges, gradient, table, count, bytes): gx += gy phi'(x); for every own number p,
 *   gradient[p] += sum over the row of gy dphi/dp. Rows of gx lie as those of x.
 * - backwardToParameters(x, gy, inputs, edges, gradient, table, count, bytes): the same without gx
 */
export function edgeKernels(lanes: Lanes, spec: EdgeSpec): FunctionBuilder[] {
  return [forward(lanes, spec), backward('backward', lanes, spec), backward('backwardToParameters', lanes, spec)];
}

/**
 * A function (x, inputs, edges, table, out, count, bytes) that writes formulas of every edge, `[edge][plane][BLOCK]`, to `out`: what
 * statistics of its features are made of.
 */
export function edgePlanes(name: string, lanes: Lanes, spec: EdgeInputs & { readonly planes: readonly Expr[] }): FunctionBuilder {
  const f = new FunctionBuilder(name, 7);
  const [x, inputs, edges, table, out, count, bytes] = f.parameters as [V, V, V, V, V, V, V];
  const row = BLOCK * lanes.size;
  const { planes } = spec;
  edgeLoop(f, lanes, spec, planes, spec.block ?? edgeParameters(planes, spec), { x, inputs, edges, table, count, bytes }, {
    values: (values, position) => planes.forEach((_, k) => f.emit(lanes.store(i32.add(out.get, position.get), values[k]!, k * row))),
    end: () => f.increase(out, planes.length * row),
  });
  return f;
}

function forward(lanes: Lanes, spec: EdgeSpec): FunctionBuilder {
  const f = new FunctionBuilder('forward', 7);
  const [x, y, inputs, edges, table, count, bytes] = f.parameters as [V, V, V, V, V, V, V];
  const to = f.local('i32');
  edgeLoop(f, lanes, spec, [spec.phi], spec.block ?? edgeParameters([spec.phi], spec), { x, inputs, edges, table, count, bytes }, {
    begin: () => f.set(to, i32.add(y.get, column(table, 1))),
    values: ([phi], position) => {
      const at = i32.add(to.get, position.get);
      f.emit(lanes.store(at, lanes.add(lanes.load(at), phi!)));
    },
  });
  return f;
}

function backward(name: string, lanes: Lanes, spec: EdgeSpec): FunctionBuilder {
  const toInputs = name === 'backward';
  const f = new FunctionBuilder(name, toInputs ? 9 : 8);
  const { parameters } = f;
  const [x, gy] = parameters as [V, V];
  const [inputs, edges, gradient, table, count, bytes] = parameters.slice(toInputs ? 3 : 2) as [V, V, V, V, V, V];
  const [from, to, at] = f.locals('i32', 3) as [V, V, V];
  const g = f.local('v128');
  const slopes = spec.parameters.map((p) => derivatives([spec.phi], p)[0]!);
  const sums = slopes.map(() => f.local('v128'));
  const formulas = toInputs ? [...slopes, derivatives([spec.phi], 'x')[0]!] : slopes;
  edgeLoop(f, lanes, spec, formulas, spec.block ?? edgeParameters([spec.phi], spec), { x, inputs, edges, table, count, bytes }, {
    begin: () => {
      f.set(from, i32.add(gy.get, column(table, 1)));
      if (toInputs) f.set(to, i32.add(parameters[2]!.get, column(table, 0)));
      f.set(at, i32.add(gradient.get, column(table, 4)));
      for (const sum of sums) f.set(sum, lanes.constant(0));
    },
    values: (values, position) => {
      f.set(g, lanes.load(i32.add(from.get, position.get)));
      sums.forEach((sum, k) => f.set(sum, lanes.multiplyAdd(g.get, values[k]!, sum.get)));
      if (!toInputs) return;
      const address = i32.add(to.get, position.get);
      f.emit(lanes.store(address, lanes.multiplyAdd(g.get, values[sums.length]!, lanes.load(address))));
    },
    end: () => sums.forEach((sum, k) => {
      f.set(sum, lanes.add(sum.get, lanes.shuffle(sum.get, sum.get, lanes.count === 2 ? [1, 0] : [2, 3, 0, 1])));
      if (lanes.count === 4) f.set(sum, lanes.add(sum.get, lanes.broadcast(sum.get, 1)));
      f.emit(lanes.storeLane(at.get, lanes.add(lanes.loadFirst(at.get, k * lanes.size), sum.get), 0, k * lanes.size));
    }),
  });
  return f;
}

type V = Variable;

/** Statements of an edge: before its samples, for each vector of them (with the position in the row in bytes), and after. */
interface EdgeStatements {
  begin?(): void;
  values(values: readonly Code[], position: Variable): void;
  end?(): void;
}

/** Runs formulas over the rows of all edges of the table. */
function edgeLoop(
  f: FunctionBuilder, lanes: Lanes, spec: EdgeInputs, formulas: readonly Expr[], { knots }: ParameterBlock,
  { x, inputs, edges, table, count, bytes }: Readonly<Record<'x' | 'inputs' | 'edges' | 'table' | 'count' | 'bytes', Variable>>, statements: EdgeStatements,
): void {
  const [k, position, row, block] = f.locals('i32', 4) as [V, V, V, V];
  const graph = new Graph();
  const roots = lower(graph, formulas.map((e) => graph.from(e)), lanes.precision, ORDINARY);
  const sample = f.local('v128');
  const uniform = [...spec.inputs, ...spec.parameters].map((name) => ({ name, variable: f.local('v128') }));
  const code = new Map<string, BodyInput>([
    ['x', { code: sample.get, uniform: false }], ...uniform.map(({ name, variable }) => [name, { code: variable.get, uniform: true }] as const),
  ]);
  const body = new GraphBody(f, lanes, roots, code, knots === null ? null : { address: block.get, layout: knots });

  f.when(count.get, () => f.loop(k, i32.constant(0), count.get, 1, () => {
    const own = f.local('i32');
    f.set(block, i32.add(inputs.get, column(table, 2)));
    f.set(own, i32.add(edges.get, column(table, 3)));
    uniform.forEach(({ variable }, number) => {
      const ofInput = number < spec.inputs.length;
      f.set(variable, lanes.loadSplat((ofInput ? block : own).get, (ofInput ? number : number - spec.inputs.length) * lanes.size));
    });
    body.begin();
    f.set(row, i32.add(x.get, column(table, 0)));
    statements.begin?.();
    f.loop(position, i32.constant(0), bytes.get, 16, () => {
      f.set(sample, lanes.load(i32.add(row.get, position.get)));
      body.iterate();
      statements.values(roots.map((root) => body.value(root)), position);
    });
    statements.end?.();
    f.increase(table, 4 * EDGE_TABLE_WIDTH);
  }));
}

/** Number of the table's row that the address stands at. */
function column(table: Variable, k: number): Code { return i32.load(table.get, 4 * k); }
