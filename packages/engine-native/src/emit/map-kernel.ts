import type { Expr } from '@knotwork/algebra';
import { f64, FunctionBuilder, i32, type Lanes, lanes as lanesOf, type Variable } from '../code/emitter.js';
import { Graph } from '../code/graph.js';
import { type BodyInput, GraphBody } from '../code/graph-body.js';
import { lower } from '../code/lowering.js';

/** A place in memory: an address parameter of the function and an offset in bytes. */
export interface Place { readonly pointer: number; readonly offset: number }

/** Formulas over arrays, element by element. */
export interface MapSpec {
  /** How many addresses the function takes. */
  readonly pointers: number;
  /** Where each input of the formulas is: `lane` an array; `same` one number for all; `vector` one vector of 16 bytes for all. */
  readonly inputs: Readonly<Record<string, Place & { readonly each: 'lane' | 'vector' | 'same' }>>;
  /** What is stored into arrays, or added to what is there. */
  readonly outputs: readonly (Place & { readonly expr: Expr; readonly add?: boolean })[];
  /** Sums over all elements, added to one number of double precision each. */
  readonly sums?: readonly (Place & { readonly expr: Expr })[];
}

/**
 * A function (addresses..., bytes) that runs formulas over `bytes` of arrays, a positive multiple of 16.
 *
 * All formulas are compiled together and share subexpressions. All inputs of a vector are loaded before its first output is stored,
 * so an output may be the array of an input. Sums are accumulated in double precision.
 */
export function mapKernel(name: string, lanes: Lanes, { pointers, inputs, outputs, sums = [] }: MapSpec): FunctionBuilder {
  const f = new FunctionBuilder(name, pointers + 1);
  const bytes = f.parameters[pointers]!;
  const position = f.local('i32');
  const graph = new Graph();
  const roots = lower(graph, [...outputs, ...sums].map(({ expr }) => graph.from(expr)), lanes.precision, new Set());

  const variables = Object.entries(inputs).map(([input, place]) => ({ input, ...place, variable: f.local('v128') }));
  const code = new Map<string, BodyInput>(variables.map(({ input, each, variable }) => [input, { code: variable.get, uniform: each !== 'lane' }]));
  const body = new GraphBody(f, lanes, roots, code, null);
  for (const { each, pointer, offset, variable } of variables) {
    if (each !== 'lane') f.set(variable, (each === 'same' ? lanes.loadSplat : lanes.load)(f.parameters[pointer]!.get, offset));
  }
  body.begin();

  const totals = sums.map(() => f.local('v128'));
  for (const total of totals) f.set(total, double.constant(0));
  const at = (pointer: number) => i32.add(f.parameters[pointer]!.get, position.get);
  f.loop(position, i32.constant(0), bytes.get, 16, () => {
    for (const { each, pointer, offset, variable } of variables) if (each === 'lane') f.set(variable, lanes.load(at(pointer), offset));
    body.iterate();
    outputs.forEach(({ pointer, offset, add }, k) => {
      const value = body.value(roots[k]!);
      f.emit(lanes.store(at(pointer), add === true ? lanes.add(lanes.load(at(pointer), offset), value) : value, offset));
    });
    totals.forEach((total, k) => accumulate(f, lanes, total, body.value(roots[outputs.length + k]!)));
  });
  sums.forEach(({ pointer, offset }, k) => {
    const address = f.parameters[pointer]!.get;
    const total = totals[k]!.get;
    f.emit(f64.store(address, f64.add(f64.load(address, offset), f64.add(double.first(total), double.first(double.broadcast(total, 1)))), offset));
  });
  return f;
}

const double = lanesOf('float64');

/** total += value, two doubles at a time. */
function accumulate(f: FunctionBuilder, lanes: Lanes, total: Variable, value: readonly number[]): void {
  if (lanes.precision === 'float64') { f.set(total, double.add(total.get, value)); return; }
  const four = f.local('v128');
  f.set(four, value);
  f.set(total, double.add(total.get, double.add(double.fromSingle(four.get), double.fromSingle(lanes.shuffle(four.get, four.get, [2, 3, 2, 3])))));
}
