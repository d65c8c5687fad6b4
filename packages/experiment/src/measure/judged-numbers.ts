import type { Equations, Variable } from '@knotwork/plugin';
import type { SolutionReport } from './solution.js';

/** A number by which a stage judges its own result, as whoever compares runs has to know it. */
export interface JudgedNumber {
  /** What it is where nothing is wrong; null where nobody knows beforehand, as of a number that is to be found. */
  readonly best: number | null;
  /** Distances from the best below this are rounding. Above 0. */
  readonly rounding: number;
}

/** Of residuals and errors, and of their squares. */
const [ROUNDING, SQUARED] = [1e-13, 1e-26];
const ERROR: JudgedNumber = { best: 0, rounding: ROUNDING };

/** What a solution of equations is judged by; an unknown whose reference is 0 everywhere has no relative error. @param hasReference whether errors are known */
export function judgedNumbers({ objective: { blocks, scalars = {} }, draw, conserved }: Equations, unknowns: readonly Variable[], hasReference: boolean): Readonly<Record<string, JudgedNumber>> {
  const named = (of: string, names: readonly string[], number: JudgedNumber): [string, JudgedNumber][] => names.map((name) => [`${of}.${name}`, number]);
  const names = blocks.map(({ name }) => name);
  const elsewhere = blocks.filter(({ points }) => Object.hasOwn(draw, points)).map(({ name }) => name);
  return {
    objective: { best: 0, rounding: SQUARED }, residual: ERROR, ...Object.fromEntries(named('residual', names, ERROR)),
    ...(elsewhere.length === 0 ? {} : { elsewhere: ERROR }), ...Object.fromEntries(named('elsewhere', elsewhere, ERROR)),
    ...(hasReference ? { relativeL2: ERROR } : {}), ...Object.fromEntries(hasReference ? named('relativeL2', unknowns.map(({ name }) => name), ERROR) : []),
    ...(conserved === undefined ? {} : { drift: ERROR, ...Object.fromEntries(named('drift', conserved.blocks.map(({ name }) => name), ERROR)) }),
    ...Object.fromEntries(named('estimate', Object.keys(scalars), { best: null, rounding: ROUNDING })),
  };
}

/** The same of a solution: of several residuals or errors of a kind also the largest. */
export function numbersOf({ objective, residuals, elsewhere = {}, relativeL2 = {}, drift = {}, estimates = {} }: SolutionReport): Readonly<Record<string, number>> {
  const each = (of: string, values: Readonly<Record<string, number>>): Readonly<Record<string, number>> => Object.fromEntries(Object.entries(values).map(([name, value]) => [`${of}.${name}`, value]));
  const all = (of: string, values: Readonly<Record<string, number>>): Readonly<Record<string, number>> => (Object.keys(values).length === 0 ? {} : { [of]: Math.max(...Object.values(values)), ...each(of, values) });
  return { objective, ...all('residual', residuals), ...all('elsewhere', elsewhere), ...all('relativeL2', relativeL2), ...all('drift', drift), ...each('estimate', estimates) };
}
