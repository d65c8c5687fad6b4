import type { Query } from '@knotwork/plugin/engine';

/** A query without its penalty. */
export function penaltyless(query: Query | undefined): Query {
  const { penalty: _, ...rest } = query ?? {};
  return rest;
}
