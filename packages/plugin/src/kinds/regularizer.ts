import type { Expr } from '@knotwork/algebra';
import * as z from '../zod.js';
import { define, type Definition, type OptionsOf, type OptionsSchema } from '../definition/definition.js';
import { called, type Parts } from '../definition/declared-parts.js';

const EDGE_STATISTICS = ['rms', 'sd', 'outputShare', 'roughness', 'meanAbs'] as const;
/**
 * Statistics of one edge. `roughness`: integral of the squared m-th derivative of the basis sum over the domain, whose width
 * counts as 1. The others are taken over the training rows, base function included, of each term of an edge by itself: root mean square, standard
 * deviation, share of the outputs' spread that flows through the edge (see `outputShares` of the package network), mean absolute value. The last is
 * for first-order optimizers.
 */
export type EdgeStatistic = (typeof EDGE_STATISTICS)[number];

/**
 * A penalty that is a formula of edge statistics, reduced by sums over a scope. It should not be negative: what is kept or undone is judged by
 * shares of the objective. Training sees a quadratic in its place, anew in every round; where the penalty is concave in the squares of the
 * statistics that one lies above it.
 */
export interface RegularizerDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'regularizer', S> {
  readonly statistic: EdgeStatistic;
  /** For `statistic: 'roughness'`, which needs it: the order m of the derivative; at most the smoothness of the basis. */
  derivative?(options: OptionsOf<S>): number;
  /** What the sums below run over; the results are added up. */
  readonly scope: 'edge' | 'node' | 'layer' | 'network';
  /** Each becomes a sum over the scope: for entropy `{ S: s, T: s log s }`. */
  sums(statistic: Expr, options: OptionsOf<S>): Readonly<Record<string, Expr>>;
  /** The penalty of one scope from its sums: for entropy log S - T / S. Must be finite when every statistic is zero. */
  penalty(sums: Readonly<Record<string, Expr>>, options: OptionsOf<S>): Expr;
}

const PARTS: Parts<RegularizerDefinition> = {
  statistic: z.enum(EDGE_STATISTICS), derivative: called.optional(),
  scope: z.enum(['edge', 'node', 'layer', 'network']), sums: called, penalty: called,
};

/** Declares a regularizer. */
export function defineRegularizer<S extends OptionsSchema>(r: Omit<RegularizerDefinition<S>, 'kind'>): RegularizerDefinition<S> {
  return define({ kind: 'regularizer', ...r }, r.statistic === 'roughness' ? { ...PARTS, derivative: called } : PARTS);
}
