import { constant, derivative, type Expr, exprOfSteps, formula, input } from '@knotwork/algebra';
import type { OutputConditions, Variable } from '@knotwork/plugin';
import type { Read } from '@knotwork/plugin/engine';
import { ascending } from '../derivatives/ascending.js';

/** An output, or a derivative of one, as it is asked for. */
export type OutputRead = Extract<Read, { of: 'output' | 'derivative' }>;

/** What is made of what a network itself says, and of its inputs: an expression, and what its inputs read. */
export interface ConditionedRead {
  readonly value: Expr;
  readonly reads: Readonly<Record<string, Extract<Read, { of: 'output' | 'derivative' | 'input' }>>>;
}

const columnName = (i: number): string => `conditions x${i}`;

/**
 * What an output with conditions is, and what its derivatives are, in terms of what the last layer gives and of the inputs of the first: of u = base + factor v, by the product rule,
 *
 *     u_I = base_I + sum over parts S of I of factor_(I without S) v_S.
 *
 * The one place that says so: engines, exports and equations ask it.
 *
 * @param outputs of the network
 * @returns null for an output without conditions, which is what the last layer gives
 */
export function conditionedRead(read: OutputRead, outputs: readonly Pick<Variable, 'conditions'>[]): ConditionedRead | null {
  const index = read.of === 'output' ? read.index : read.output;
  const conditions = outputs[index]?.conditions;
  if (conditions === undefined) return null;
  const { base, factor } = conditionsAt(conditions);
  const inputs = read.of === 'output' ? [] : ascending(read.inputs);
  const reads: Record<string, ConditionedRead['reads'][string]> = {};
  let value = inputs.reduce((e, i) => derivative(e, columnName(i)), base);
  for (const { part, rest, times } of partsOf(inputs)) {
    const name = `conditions v${index}${part.map((i) => ` ${i}`).join('')}`;
    reads[name] = part.length === 0 ? { of: 'output', index } : { of: 'derivative', output: index, inputs: part };
    value = value.add(rest.reduce((e, i) => derivative(e, columnName(i)), factor).mul(times).mul(input(name)));
  }
  for (let i = 0; i < countInputs(conditions); i++) reads[columnName(i)] = { of: 'input', index: i };
  // Formulas share equal parts and list what they read.
  const { roots, nodes } = formula(Object.keys(reads), { value });
  const used = new Set(nodes.flatMap(({ op, name }) => (op === 'input' ? [name] : [])));
  return { value: roots[0]!, reads: Object.fromEntries(Object.entries(reads).filter(([name]) => used.has(name))) };
}

/** Whether an output is another than what the last layer gives. */
export function hasConditions(outputs: readonly Pick<Variable, 'conditions'>[]): boolean { return outputs.some(({ conditions }) => conditions !== undefined); }

/** Inputs that conditions may read: up to the last one that they do. */
function countInputs({ base, factor }: OutputConditions): number { return [...base, ...factor].reduce((most, [op, i]) => (op === 'input' ? Math.max(most, i! + 1) : most), 0); }

function conditionsAt(conditions: OutputConditions): { readonly base: Expr; readonly factor: Expr } {
  const columns = Array.from({ length: countInputs(conditions) }, (_, i) => input(columnName(i)));
  const { base, factor } = conditions;
  return { base: exprOfSteps(base, columns), factor: exprOfSteps(factor, columns) };
}

/** Parts of a list, what each leaves, and how often it is there: equal ones count together. */
function partsOf(inputs: readonly number[]): readonly { readonly part: readonly number[]; readonly rest: readonly number[]; readonly times: Expr }[] {
  const found = new Map<string, { readonly part: readonly number[]; readonly rest: readonly number[]; readonly count: number }>();
  for (let bits = 0; bits < 2 ** inputs.length; bits++) {
    const isIn = (k: number): boolean => (bits >> k) % 2 === 1;
    const [part, rest] = [inputs.filter((_, k) => isIn(k)), inputs.filter((_, k) => !isIn(k))];
    found.set(part.join(), { part, rest, count: (found.get(part.join())?.count ?? 0) + 1 });
  }
  return [...found.values()].map(({ part, rest, count }) => ({ part, rest, times: constant(count) }));
}
