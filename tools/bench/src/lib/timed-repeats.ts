import { quantiles } from '@knotwork/numerics';

/** Milliseconds of one repeat, over all that count. */
export interface Timing {
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
  readonly min: number;
  /** How many repeats count. */
  readonly n: number;
}

/** How long at least, in seconds. */
export interface RepeatTimes { readonly warm: number; readonly measured: number }

const WARM_REPEATS = 3;
const REPEATS = 5;
const MOST_REPEATS = 20_000;
const MOST_SECONDS = 8;

/**
 * Times work repeat by repeat, as the scripts for other libraries in `tools/bench/peers` do: at least so long and
 * 5 times, but not for more than 8 s, where 2 repeats are enough; before that a warm-up of at least 3.
 *
 * @param now in milliseconds
 */
export async function timedRepeats(work: () => Promise<unknown>, { warm, measured }: RepeatTimes, now: () => number = () => performance.now()): Promise<Timing> {
  const warmFrom = now();
  for (let n = 0, seconds = 0; (n < WARM_REPEATS || seconds < warm) && seconds <= MOST_SECONDS / 2; n++) {
    await work();
    seconds = (now() - warmFrom) / 1e3;
  }
  const times: number[] = [];
  const from = now();
  for (let seconds = 0; !isEnough(times.length, seconds, measured);) {
    const before = now();
    await work();
    const after = now();
    times.push(after - before);
    seconds = (after - from) / 1e3;
  }
  const [min, p10, median, p90] = quantiles(Float64Array.from(times), Float64Array.of(0, 0.1, 0.5, 0.9));
  return { median: median!, p10: p10!, p90: p90!, min: min!, n: times.length };
}

function isEnough(repeats: number, seconds: number, measured: number): boolean {
  return (repeats >= REPEATS && seconds >= measured) || repeats >= MOST_REPEATS || (repeats >= 2 && seconds > MOST_SECONDS);
}
