import type { Uncertainty } from './uncertainty.js';

/** What the last stage that solved equations said of how far its solution may be from that of the equations, by the reports of all; zeros where none did. */
export function uncertaintyIn(reports: readonly Readonly<Record<string, unknown>>[]): Uncertainty {
  return (reports.map(({ uncertainty }) => uncertainty).findLast((value) => typeof value === 'object') ?? { equations: 0, measured: 0 }) as Uncertainty;
}
