/** Where a spline knows its input: the grid without the `degree` knots beyond each end. A grid in one place gets an interval around it. */
export function innerDomain(grid: Float64Array, degree: number): [number, number] {
  const [a, b] = [grid[degree]!, grid[grid.length - 1 - degree]!];
  return a < b ? [a, b] : [a - 1, a + 1];
}
