import { UsageError } from '../../lib/program.js';

/** How long the measurement of a network lasts at least, in seconds. */
export interface StepSeconds { readonly warm: number; readonly step: number; readonly forward: number }

/**
 * Reads the durations that all contestants of `tools/bench/peers` share: `PEERS_WARM_S` (0.25), `PEERS_STEP_S` (0.7), `PEERS_FWD_S` (0.3).
 *
 * @throws UsageError for one that is not a number of seconds
 */
export function stepSeconds(environment: Readonly<Record<string, string | undefined>>): StepSeconds {
  const seconds = (name: string, otherwise: number): number => {
    const text = environment[name];
    if (text === undefined) return otherwise;
    const value = text.trim() === '' ? NaN : Number(text);
    if (!(value >= 0 && value < Infinity)) throw new UsageError(`${name} must be a number of seconds, such as ${otherwise}; got "${text}".`);
    return value;
  };
  return { warm: seconds('PEERS_WARM_S', 0.25), step: seconds('PEERS_STEP_S', 0.7), forward: seconds('PEERS_FWD_S', 0.3) };
}
