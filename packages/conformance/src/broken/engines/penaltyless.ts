import type { Query } from '@knotwork/plugin';

/** A query without its penalty. */
export function penaltyless(query: Query | undefined): Query {
  const { penalty: _, ...rest } = query ?? {};
  return rest;
}
