import { type Expr, type Formula, topologicalOrder } from '@knotwork/algebra';
import type { Device } from '../device.js';
import { apply, asTensor, type KnotTable, type Quantity } from './tensor-operations.js';

/** A step: an expression and where its arguments are. */
interface Instruction { readonly node: Expr; readonly args: readonly number[]; /** Of a product: number of the divisor, where one factor is a reciprocal that nobody else reads. */ readonly divisor: number }

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
    const order = topologicalOrder(roots);
    const uses = new Map<Expr, number>();
    for (const e of [...order.flatMap(({ args }) => args), ...roots]) uses.set(e, (uses.get(e) ?? 0) + 1);
    const isDivisor = (e: Expr): boolean => e.op === 'reciprocal' && uses.get(e) === 1;
    const fused = new Set(order.flatMap(({ op, args }) => (op === 'mul' ? args.filter(isDivisor).slice(-1) : [])));
    const number = new Map<Expr, number>();
    const steps: Instruction[] = [];
    for (const node of order) {
      if (fused.has(node)) continue;
      const divisor = node.op === 'mul' ? node.args.find((a) => fused.has(a)) : undefined;
      const factor = node.args.find((a) => a !== divisor)!;
      const args = divisor === undefined ? node.args.map((a) => number.get(a)!) : [number.get(factor)!];
      number.set(node, steps.length);
      steps.push({ node, args, divisor: divisor === undefined ? -1 : number.get(divisor.args[0]!)! });
    }
    const plan = { steps, results: roots.map((r) => number.get(r)!) };
    this.plans.set(key, plan);
    return plan;
  }
}
