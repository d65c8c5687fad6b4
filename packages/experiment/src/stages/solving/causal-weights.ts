/**
 * Weights of points by what is left of equations before them: exp(-strength times the share of all squared residuals that lies at earlier times). The latest point weighs exp(-strength) at
 * least, the earliest 1. Points of the same time are taken in their order.
 *
 * @param residuals and @param times, `[count]` both
 * @source S. Wang, S. Sankaran and P. Perdikaris, Respecting causality for training physics-informed neural networks, 2024, whose strength is in units of the residuals
 */
export function causalWeights(residuals: Float64Array, times: Float64Array, strength: number): Float64Array {
  const order = Uint32Array.from(times, (_, k) => k).sort((a, b) => times[a]! - times[b]! || a - b);
  const all = residuals.reduce((sum, r) => sum + r * r, 0);
  const weights = new Float64Array(residuals.length).fill(1);
  if (!(all > 0 && Number.isFinite(all))) return weights;
  let before = 0;
  for (const k of order) {
    weights[k] = Math.exp(-strength * (before / all));
    before += residuals[k]! ** 2;
  }
  return weights;
}
