/** Row-major `[rows][columns]`: columns side by side, each times its factor by rows where there are any. */
export function matrixOf(columns: readonly Float64Array[], factors?: readonly Float64Array[]): Float64Array {
  const [rows, width] = [columns[0]?.length ?? 0, columns.length];
  const matrix = new Float64Array(rows * width);
  columns.forEach((column, c) => {
    const factor = factors?.[c];
    for (let n = 0; n < rows; n++) matrix[n * width + c] = factor === undefined ? column[n]! : column[n]! * factor[n]!;
  });
  return matrix;
}
