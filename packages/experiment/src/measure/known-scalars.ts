import type { Objective, Scalars } from '@knotwork/plugin/engine';

/** Numbers of equations as far as they are known: what the last stage that found any says, and where the others begin. @param reports of the stages so far, in order */
export function knownScalars({ scalars = {} }: Objective, reports: readonly Readonly<Record<string, unknown>>[] = []): Scalars {
  const initial = Object.fromEntries(Object.entries(scalars).map(([name, scalar]) => [name, scalar.initial]));
  return { ...initial, ...reports.findLast(({ estimates }) => estimates !== undefined)?.['estimates'] as Scalars | undefined };
}
