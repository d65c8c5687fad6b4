const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Nearer than this to x = 0 points are spread evenly, farther out by powers: a sixth of the front. */
const CORE = 1e-4;
const FARTHEST = 0.5;

/**
 * Points around the front of Burgers' equation with a viscosity of 0.001/pi, on the side x > 0 of it: rows of t and x, evenly in t, and in x the denser the nearer to the front.
 * Of some thousand points that are spread over the domain one or two lie inside it. Early ones count: what begins wrong near x = 0 ends in the front.
 */
export function frontPoints(count: number): number[][] {
  const scale = Math.asinh(FARTHEST / CORE);
  return Array.from({ length: count }, (_, k) => [
    Number(((k + 0.5) / count).toFixed(6)),
    Number((CORE * Math.sinh(scale * (((k + 0.5) * GOLDEN) % 1))).toFixed(9)),
  ]);
}
