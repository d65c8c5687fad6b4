import type { Rung } from './stage.js';

/** Differences of scores, as a share of them, that are rounding: whoever adds rows up in another order gets others. */
const ROUNDING = 1e-9;

/** Whether a finer rung is better than a coarser one. A tie but for rounding goes to the coarser, which says the same with fewer parameters. */
export function isBetterRung(finer: Pick<Rung, 'smoothing' | 'metrics'>, coarser: Pick<Rung, 'smoothing' | 'metrics'>): boolean {
  const [a, b] = [scoreOf(finer), scoreOf(coarser)];
  return b === Infinity ? a < b : b - a > ROUNDING * Math.abs(b);
}

/** Rungs are compared by what smoothing that chose itself says of them, else by validation loss. */
const scoreOf = ({ smoothing, metrics }: Pick<Rung, 'smoothing' | 'metrics'>): number => smoothing?.criterion ?? metrics.validation?.['loss'] ?? Infinity;
