import { type Expr, formula } from '@knotwork/algebra';
import type { Equations } from '@knotwork/plugin';
import type { Engine, ObjectiveBlock, Scalars } from '@knotwork/plugin/engine';
import type { Model } from '../stages/stage.js';
import { isMeasured } from './measured-block.js';
import { valuesAt } from './residuals-at.js';

/** Terms that an equation is taken apart into, at most. */
const MOST_TERMS = 64;

/**
 * What a sum is made of, without signs; products of sums and numbers are multiplied out, since a factor of a whole equation makes all of its terms larger.
 *
 * @returns the expression itself where it is no sum
 */
export function termsOf(e: Expr): readonly Expr[] {
  const [a, b] = e.args as [Expr, Expr];
  switch (e.op) {
    case 'add': case 'sub': return [...termsOf(a), ...termsOf(b)];
    case 'neg': case 'abs': return termsOf(a);
    case 'mul': {
      const [left, right] = [termsOf(a), termsOf(b)];
      return left.length * right.length > MOST_TERMS ? [e] : left.flatMap((x) => right.map((y) => x.mul(y)));
    }
    default: return [e];
  }
}

/**
 * How large the terms of equations and conditions are that a residual is what is left of: the root mean square of the largest one, by the name of the block.
 * Conditions are also asked inside, where the equations hold: at its face an unknown that is to be 0 is next to nothing. Blocks of rows that were measured have none, nor have equations of a single term, and losses.
 */
export async function sizesOfTerms(engine: Engine, model: Model & { readonly scalars: Scalars }, { objective, points }: Equations): Promise<Readonly<Record<string, number>>> {
  const asked = objective.blocks.filter((block) => block.form === 'residuals' && !isMeasured(block));
  if (asked.length === 0) return {};
  const inside = asked[0]!.points;
  const sizes: [string, number][] = [];
  for (const block of asked) {
    const { formula: { roots } } = block;
    const terms = roots.flatMap(termsOf);
    const own: ObjectiveBlock = { ...block, formula: formula(block.formula.inputs, Object.fromEntries(terms.map((term, k) => [`term${k}`, term]))) };
    const at = async (set: string): Promise<number[]> => (await valuesAt(engine, model, { ...objective, blocks: [{ ...own, points: set }] }, points[set]!.inputs))[0]!.map(rootMeanSquare);
    const here = await at(block.points);
    const there = block.points === inside ? [] : await at(inside);
    const size = Math.max(...here, ...there.filter(Number.isFinite));
    if (Number.isFinite(size) && (terms.length > roots.length || there.length > 0)) sizes.push([block.name, size]);
  }
  return Object.fromEntries(sizes);
}

function rootMeanSquare(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / values.length);
}
