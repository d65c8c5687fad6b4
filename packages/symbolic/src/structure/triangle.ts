import type { HouseholderQr } from '@knotwork/numerics';

/** An element of R, of a column that is no earlier than its row. */
export const triangle = ({ rows, factors, diagonal }: HouseholderQr, i: number, j: number): number => (i === j ? diagonal[i]! : factors[j * rows + i]!);

/** Lengths of the rows of the inverse of R: standard errors of coefficients, in deviations of what is left. */
export function lengthsOfInverse(qr: HouseholderQr): Float64Array {
  const { columns } = qr;
  const squares = new Float64Array(columns);
  const column = new Float64Array(columns);
  for (let c = 0; c < columns; c++) {
    for (let i = c; i >= 0; i--) {
      let sum = i === c ? 1 : 0;
      for (let j = i + 1; j <= c; j++) sum -= triangle(qr, i, j) * column[j]!;
      column[i] = sum / qr.diagonal[i]!;
      squares[i]! += column[i]! ** 2;
    }
  }
  return squares.map(Math.sqrt);
}
