import { type Expr, formula, type Formula, rewrite } from '@knotwork/algebra';
import { KnotworkError } from '@knotwork/plugin';
import type { OnnxGraph } from './onnx-graph.js';
import { onnxOperations, type OnnxLowering, type PlacedTable } from './onnx-operations.js';

/** What a formula reads. */
export interface FormulaReads {
  /** Names of values, by names of inputs. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly tables?: Readonly<Record<string, PlacedTable>>;
}

/**
 * Writes a formula as operators.
 *
 * @returns the name of each output
 * @throws KnotworkError `capability` naming a function that runtimes have no kernel for
 */
export function lowerFormula(f: Formula, { inputs, tables = {} }: FormulaReads, graph: OnnxGraph): string[] {
  const operations = onnxOperations(graph.real);
  const roots = rewrite(f.roots, (e, args) => operations[e.op]?.inParts?.(args[0]!));
  const whole = formula(f.inputs, Object.fromEntries(f.outputs.map((name, k) => [name, roots[k]!])), f.tables);
  const lowered = new Map<Expr, string>();
  const lower = (e: Expr): string => {
    const known = lowered.get(e);
    if (known !== undefined) return known;
    const write = operations[e.op]?.lower;
    if (write === undefined || write === null) throw missing(e.op, graph.real);
    const name = write(loweringOf(e));
    lowered.set(e, name);
    return name;
  };
  const loweringOf = (e: Expr): OnnxLowering => ({
    graph, e, arg: (k) => lower(e.args[k]!), input: (name) => inputs[name]!, table: (name) => tables[name]!,
    mask: (k) => {
      const condition = e.args[k]!;
      const own = operations[condition.op].mask;
      return own === undefined ? graph.node('Not', [graph.node('Equal', [lower(condition), graph.scalar(0)])]) : own(loweringOf(condition));
    },
  });
  return whole.roots.map(lower);
}

function missing(op: string, real: string): KnotworkError {
  const remedy = real === 'double' ? 'Export with numbers: float, or with another exporter.' : 'Use another exporter.';
  return new KnotworkError('capability', `The network has the function "${op}", for which ONNX runtimes have no kernel in ${real}. ${remedy}`, { plugin: 'exporter onnx' });
}
