import { blockProgram, type Expr, formula } from '@knotwork/algebra';
import { columnOf } from '../standardize.js';
import type { InputVariable, Samples } from '@knotwork/plugin';
import { mapDerivatives } from '../maps/map-derivatives.js';
import { type ChainTerm, type Channel, channelsFor } from './channels.js';

/** A derivative in network units, and what it is multiplied by at every row. */
export interface DerivativePart { readonly inputs: Channel; readonly factors: Float64Array }

/**
 * A derivative in the user's units as a sum of derivatives in network units, by the chain rule: of f(v), v_i = m_i(u_i),
 *
 *     d^n f / du_i^n = sum over m of B_nm(m_i', m_i'', ...) d^m f / dv_i^m,
 *
 * input by input. Where maps are affine that is one of them, divided by scales.
 *
 * @param inputs of the derivative, by number, @param rows in the user's units, @param variables with maps that are smooth enough
 * @source F. Faa di Bruno, Sullo sviluppo delle funzioni, 1855
 */
export function throughMaps(inputs: readonly number[], rows: Samples, variables: readonly InputVariable[]): readonly DerivativePart[] {
  let parts: readonly DerivativePart[] = [{ inputs: [], factors: new Float64Array(rows.count).fill(1) }];
  for (const i of [...new Set(inputs)].sort((a, b) => a - b)) {
    const own = partsOfInput(inputs.filter((other) => other === i).length, columnOf(rows, i), variables[i]!);
    parts = parts.flatMap((part) => own.map(({ order, factors }) => ({
      inputs: [...part.inputs, ...Array.from({ length: order }, () => i)], factors: part.factors.map((factor, row) => factor * factors[row]!),
    })));
  }
  return parts;
}

/** The same of one input: a factor for every order that there is something of. */
function partsOfInput(count: number, values: Float64Array, { map }: InputVariable): readonly { readonly order: number; readonly factors: Float64Array }[] {
  if (map.kind === 'rank') throw new RangeError('a map of ranks has no derivatives that are continuous');
  const slopes = mapDerivatives(map.kind, count);
  const orders = Array.from({ length: count }, (_, k) => k + 1);
  // Channel k of one variable is its derivative of order k.
  const chain = channelsFor([Array.from({ length: count }, () => 0)]).chain[count]!;
  const outputs = Object.fromEntries(orders.flatMap((order): [string, Expr][] => {
    const factor = sumOf(chain.filter((term) => term.order === order), slopes);
    return factor === null ? [] : [[String(order), factor]];
  }));
  const f = formula(['x', 'center', 'scale'], outputs);
  const program = blockProgram(f, values.length);
  for (const [k, input] of [values, values.map(() => map.center), values.map(() => map.scale)].entries()) program.inputs[k]!.set(input);
  program.run(values.length);
  return f.outputs.map((order, k) => ({ order: Number(order), factors: program.outputs[k]!.slice() }));
}

/** A sum of products of slopes; null where it is 0. */
function sumOf(terms: readonly ChainTerm[], slopes: readonly Expr[]): Expr | null {
  const sum = terms.map(({ factor, of }) => of.map((k) => slopes[k - 1]!).reduce((a, b) => a.mul(b)).mul(factor)).reduce((a, b) => a.add(b));
  return sum.op === 'constant' && sum.value === 0 ? null : sum;
}
