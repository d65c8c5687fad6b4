import { type Expr, type Formula, topologicalOrder } from '@knotwork/algebra';
import type { Device } from '../device.js';
import { apply, asTensor, type KnotTable, type Quantity } from './tensor-operations.js';

/** A step: an expression and where its arguments are. */
interface Instruction { readonly node: Expr; readonly args: readonly number[]; /** Of a product: number of the divisor, where a factor is a reciprocal; -1 without one. */ readonly divisor: number }

/** Of a product with a reciprocal: that. Which it is says the expression alone, so that what is computed is the same whoever else is asked for. */
function divisorOf({ op, args }: Expr): Expr | null { return op === 'mul' ? args.findLast((a) => a.op === 'reciprocal') ?? null : null; }

/** Expressions that are computed, arguments first: reciprocals only where somebody besides products reads them. */
function orderOf(roots: readonly Expr[]): readonly Expr[] {
  const all = topologicalOrder(roots);
  const wanted = new Set<Expr>(roots);
  for (const node of [...all].reverse()) {
    if (!wanted.has(node)) continue;
    const divisor = divisorOf(node);
    const isSquare = divisor !== null && node.args.every((a) => a === divisor);
    for (const a of node.args) if (a !== divisor || isSquare) wanted.add(a);
    if (divisor !== null) wanted.add(divisor.args[0]!);
  }
  return all.filter((e) => wanted.has(e));
}

/** A formula on a device: its operations one by one, in an order in which arguments come first. */
export class TensorFormula {
  private readonly plans = new Map<string, { readonly steps: readonly Instruction[]; readonly results: readonly number[] }>();

  constructor(private readonly device: Device, readonly formula: Formula) {}

  /**
   * Some outputs, by number. Only what they need is computed.
   *
   * @param inputs by name: tensors that broadcast against each other, or numbers
   */
  run(inputs: Readonly<Record<string, Quantity>>, outputs: readonly number[], tables: Readonly<Record<string, KnotTable>> = {}): Quantity[] {
    const { steps, results } = this.planOf(outputs);
    const values: Quantity[] = [];
    for (const { node, args, divisor } of steps) {
      if (node.op === 'input') values.push(inputs[node.name]!);
      // What is looked up in has a name and no value.
      else if (node.op === 'table') values.push(NaN);
      else if (divisor >= 0) values.push(this.quotient(values[args[0]!]!, values[divisor]!));
      else values.push(apply(this.device, node, args.map((k) => values[k]!), tables));
    }
    return results.map((k) => values[k]!);
  }

  /** a / b as one operation: the reciprocal alone would be another pass over memory. */
  private quotient(a: Quantity, b: Quantity): Quantity {
    const { device } = this;
    return typeof a === 'number' && typeof b === 'number' ? a / b : device.tf.div(asTensor(device, a), asTensor(device, b));
  }

  private planOf(outputs: readonly number[]): { readonly steps: readonly Instruction[]; readonly results: readonly number[] } {
    const key = outputs.join();
    const known = this.plans.get(key);
    if (known !== undefined) return known;
    const roots = outputs.map((k) => this.formula.roots[k]!);
    const number = new Map<Expr, number>();
    const steps: Instruction[] = [];
    for (const node of orderOf(roots)) {
      const divisor = divisorOf(node);
      number.set(node, steps.length);
      const args = divisor === null ? node.args : [node.args.find((a) => a !== divisor) ?? divisor];
      steps.push({ node, args: args.map((a) => number.get(a)!), divisor: divisor === null ? -1 : number.get(divisor.args[0]!)! });
    }
    const plan = { steps, results: roots.map((r) => number.get(r)!) };
    this.plans.set(key, plan);
    return plan;
  }
}
