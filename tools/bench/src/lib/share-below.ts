/** Share of the errors below a threshold; what failed is below none. */
export function shareBelow(errors: readonly number[], threshold: number): number {
  return errors.filter((e) => e < threshold).length / errors.length;
}
