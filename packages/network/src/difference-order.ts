import type { TermStructure } from '@knotwork/plugin';

/** Order of the coefficient differences that smoothing takes, or null for a basis whose coefficients have no declared order. */
export function differenceOrder({ basis, basisOptions }: TermStructure): number | null {
  const { orderedCoefficients, order } = basis.capabilities;
  return orderedCoefficients === true && order !== undefined ? order(basisOptions) : null;
}
