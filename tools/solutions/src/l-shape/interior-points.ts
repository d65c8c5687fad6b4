import { isInside, type Point } from './domain.js';

/** 1 / g and 1 / g^2, with g^3 = g + 1: steps that fill a square most evenly. */
const STEPS = [0.7548776662466927, 0.5698402909980532] as const;

/**
 * The first points of an even sequence in the square [-1, 1]^2 that lie inside the L-shaped domain. More points go on with the same ones.
 *
 * @source M. Roberts, The unreasonable effectiveness of quasirandom sequences, 2018.
 */
export function interiorPoints(count: number): Point[] {
  const points: Point[] = [];
  for (let k = 1; points.length < count; k++) {
    const [x, y] = STEPS.map((step) => 2 * ((0.5 + k * step) % 1) - 1) as [number, number];
    if (isInside({ x, y })) points.push({ x, y });
  }
  return points;
}
