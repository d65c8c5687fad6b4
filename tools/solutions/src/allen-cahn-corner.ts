const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Where the corner fades: so far from x = ±1, and until then. */
const WIDTH = 0.02;
const UNTIL = 0.25;

/**
 * Points around the corner that the solution of Allen and Cahn begins with at x = ±1, the denser the nearer to it and to the beginning: rows of t and x.
 * It is as wide as diffusion reaches, sqrt(2e-4 t), so that hardly any of some thousand points of the whole domain lie in it while it is there.
 */
export function cornerPoints(count: number): number[][] {
  const rounded = (value: number): number => Number(value.toFixed(6));
  return Array.from({ length: count }, (_, k) => {
    const distance = WIDTH * (((k + 0.5) * GOLDEN) % 1) ** 1.5;
    return [rounded(UNTIL * ((k + 0.5) / count) ** 2), rounded((k % 2 === 0 ? -1 : 1) * (1 - distance))];
  });
}
