import { randomStream } from '@knotwork/numerics';
import type { CsvRows } from '../../lib/table-experiment.js';

/** Half circles of radius 1 whose ends lie inside of each other, a class each, by turns. @param noise standard deviation of what is added to either coordinate */
export function moons(seed: number, name: string, count: number, noise: number): CsvRows {
  const stream = randomStream(seed, `moons/${name}`);
  const rows = Array.from({ length: count }, (_, n) => {
    const [turn, isLower] = [stream.uniform(0, Math.PI), n % 2 === 1];
    const [x1, x2] = isLower ? [1 - Math.cos(turn), 0.5 - Math.sin(turn)] : [Math.cos(turn), Math.sin(turn)];
    return [String(x1 + noise * stream.normal()), String(x2 + noise * stream.normal()), isLower ? 'lower' : 'upper'];
  });
  return { header: ['x1', 'x2', 'moon'], rows };
}
