import { type Expr, topologicalOrder } from '@knotwork/algebra';
import type { Precision } from '@knotwork/plugin/engine';
import { Graph } from './graph.js';
import { lower } from './lowering.js';

/** Formulas over arrays: names of what is read number by number, names of what is the same for all, and what becomes of them, under which name. */
export interface ArrayFormulas {
  readonly arrays: readonly string[];
  readonly uniform: readonly string[];
  readonly outputs: readonly { readonly to: string; readonly expr: Expr }[];
  /** Names that are never NaN; left out for none. */
  readonly ordinary?: ReadonlySet<string>;
}

/** An operation on what came before: `x0` arrays, `u0` what is the same for all, `c0` constants, `t0` the steps themselves. */
export interface ShapeStep {
  readonly op: string;
  readonly args: readonly string[];
  /** By how many bits a shift goes; 0 otherwise. */
  readonly value: number;
  /** A pattern of bits; empty otherwise. */
  readonly name: string;
}

/** Formulas but for names and numbers: those of equal keys are one piece of code with other constants. */
export interface FormulaShape {
  readonly key: string;
  readonly arrays: number;
  readonly uniform: number;
  readonly constants: readonly number[];
  readonly steps: readonly ShapeStep[];
  readonly outputs: readonly { readonly to: string; readonly value: string }[];
}

/** The shape of formulas, in the operations of kernels. Cost: that of lowering them. */
export function formulaShape({ arrays, uniform, outputs, ordinary = new Set() }: ArrayFormulas, precision: Precision): FormulaShape {
  const graph = new Graph();
  const roots = lower(graph, outputs.map(({ expr }) => graph.from(expr)), precision, ordinary);
  const names = new Map<unknown, string>();
  const constants: number[] = [];
  const steps: ShapeStep[] = [];
  for (const node of topologicalOrder(roots)) {
    const { op, args, value, name } = node;
    if (op === 'constant') names.set(node, `c${constants.push(value) - 1}`);
    else if (op === 'input') names.set(node, arrays.includes(name) ? `x${arrays.indexOf(name)}` : `u${uniform.indexOf(name)}`);
    else names.set(node, `t${steps.push({ op, args: args.map((a) => names.get(a)!), value, name }) - 1}`);
  }
  const written = outputs.map(({ to }, k) => ({ to, value: names.get(roots[k]!)! }));
  const key = [`${arrays.length} ${uniform.length}`, ...steps.map(({ op, args, value, name }) => `${op}${value === 0 ? '' : value}${name}(${args.join()})`), ...written.map(({ to, value }) => `${to}=${value}`)].join(' ');
  return { key, arrays: arrays.length, uniform: uniform.length, constants, steps, outputs: written };
}
