import { cite, defineLayer, type Expr, KnotworkError } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

const arity = z.int().min(2).max(10);

/**
 * The layer of MultKAN: some nodes multiply sums of edges instead of adding up edges alone.
 *
 *     y_j = z_j   for the first nodes,      y_j = z_j1 z_j2 ... z_jk   for the last `products`,      each z a sum of edges with its bias
 *
 * A node that multiplies has `arity` sums, so it costs as many edges as `arity` nodes that add.
 */
export const multiplicative = defineLayer({
  name: 'multiplicative',
  summary: 'Nodes that multiply sums of edges, beside nodes that only add',
  source: cite({ authors: ['Z. Liu', 'P. Ma', 'Y. Wang', 'W. Matusik', 'M. Tegmark'], year: 2024, title: 'KAN 2.0: Kolmogorov-Arnold Networks Meet Science', id: 'arXiv:2408.10205' }),
  options: z.strictObject({
    products: z.int().min(1).default(1).describe('Nodes that multiply, at most as many as the layer has; they are its last ones'),
    arity: z.union([arity, z.array(arity).min(1).max(1000)]).default(2).describe('Sums that each of them multiplies; or a list with one number for each'),
  }),
  terms: (_options, parts) => [parts],
  nodes({ products, arity }, { outputs }) {
    if (products > outputs) {
      throw new KnotworkError('input', `The layer multiplicative has ${outputs} ${outputs === 1 ? 'node' : 'nodes'}, and ${products} of them are to multiply. Let "products" be at most ${outputs}.`, { plugin: 'layer multiplicative' });
    }
    if (typeof arity !== 'number' && arity.length !== products) {
      throw new KnotworkError('input', `The layer multiplicative has ${products} ${products === 1 ? 'node' : 'nodes'} that multiply, and "arity" lists ${arity.length}. Give it as many numbers, or one for all.`, { plugin: 'layer multiplicative' });
    }
    const groups = typeof arity === 'number' ? [{ count: products, arity }] : arity.map((own) => ({ count: 1, arity: own }));
    return [{ count: outputs - products, arity: 1 }, ...groups.map((group) => ({ ...group, formula: productOf }))];
  },
});

const productOf = (z_: readonly Expr[]): Expr => z_.reduce((product, factor) => product.mul(factor));
