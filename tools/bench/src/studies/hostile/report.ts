import type { HostileCase } from './hostile-case.js';

/** A case that was tried. */
export interface Tried {
  readonly hostile: HostileCase;
  /** What is wrong with how it ended. */
  readonly fault: string | null;
  readonly isRefused: boolean;
  readonly seconds: number;
  readonly message: string;
}

/** A file that was accepted, and its run. */
export interface TriedRun { readonly hostile: HostileCase; readonly fault: string | null; readonly status: number; readonly message: string }

/** A line for every sort of damage, and for every fault. */
export function hostileReport(tried: readonly Tried[], runs: readonly TriedRun[]): string[] {
  const sorts = [...new Set(tried.map(({ hostile }) => hostile.sort))].sort();
  const line = (name: string, of: readonly Tried[]): string => {
    const slowest = of.reduce((most, { seconds }) => Math.max(most, seconds), 0);
    return [name.padEnd(16), of.length, of.filter(({ isRefused }) => isRefused).length, of.filter(({ isRefused, fault }) => !isRefused && fault === null).length, of.filter(({ fault }) => fault !== null).length, slowest.toFixed(2)].map((cell, k) => (k === 0 ? cell : String(cell).padStart(11))).join('');
  };
  const faults = [...tried, ...runs].filter(({ fault }) => fault !== null);
  return [
    ['what is wrong'.padEnd(16), ...['files', 'refused', 'harmless', 'faults', 'slowest, s'].map((title) => title.padStart(11))].join(''),
    ...sorts.map((sort) => line(sort, tried.filter(({ hostile }) => hostile.sort === sort))), line('all', tried),
    ...(runs.length === 0 ? [] : [`${runs.length} of the harmless were run: ${[0, 1, 130].map((status) => `${runs.filter((run) => run.status === status).length} ended with ${status}`).join(', ')}`]),
    ...faults.map(({ hostile: { number, what }, fault, message }) => `fault in ${number}, ${printed(what)}: ${fault!}${message === '' ? '' : `; ${printed(message)}`}`),
  ];
}

const printed = (text: string): string => JSON.stringify(text.trim().slice(0, 240)).slice(1, -1);
