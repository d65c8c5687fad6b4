import { grouped } from '../../lib/grouped.js';
import { digits, table } from '../../lib/table.js';

/** What came of one curve. */
export interface CurveOutcome {
  readonly truth: string;
  /** Share of the curve's standard deviation that is error. */
  readonly noise: number;
  /** The name that was ranked first, by that of the truth where the curves are the same. */
  readonly first: string;
  /** Where the truth stands among the near ties, from 0; -1 where it is not among them. */
  readonly tie: number;
  readonly ties: number;
  /** Whether it was said that no function fits. */
  readonly isKept: boolean;
  /** Whether the truth was fitted to 1.2 times the error. */
  readonly isReached: boolean;
  /** CPU time per function, in milliseconds. */
  readonly time: number;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const shareOf = <T>(items: readonly T[], is: (item: T) => boolean): number => items.filter(is).length / items.length;
const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!;
const isRight = ({ truth, first }: CurveOutcome): boolean => truth === first;
const isTooSimple = ({ truth, first }: CurveOutcome): boolean => first !== truth && (first === 'constant' || first === 'linear');

/** A line for each size of the error, then a line for each function that is not always right, with what it is taken for. */
export function curvesReport(outcomes: readonly CurveOutcome[]): string[] {
  const byNoise = grouped(outcomes, ({ noise }) => noise);
  const summary = [...byNoise].map(([noise, of]) => [
    digits(noise), String(of.length), percent(shareOf(of, isRight)), percent(shareOf(of, ({ tie }) => tie >= 0)), String(middle(of.map(({ ties }) => ties))),
    (of.reduce((sum, { ties }) => sum + ties, 0) / of.length).toFixed(2), percent(shareOf(of, isTooSimple)), percent(shareOf(of, ({ isKept }) => isKept)),
    percent(shareOf(of, ({ isReached }) => isReached)), middle(of.map(({ time }) => time)).toFixed(3),
  ]);
  const byTruth = grouped(outcomes, ({ truth }) => truth);
  const wrong = [...byTruth].filter(([, of]) => !of.every(isRight)).map(([truth, of]) => {
    const shares = [...byNoise.keys()].map((noise) => percent(shareOf(of.filter((o) => o.noise === noise), isRight)));
    const others = [...grouped(of.filter((o) => !isRight(o)), ({ first }) => first)].toSorted((a, b) => b[1].length - a[1].length).map(([name, items]) => `${name} ${items.length}`);
    return [truth, ...shares, others.slice(0, 4).join(', ')];
  });
  return [
    ...table(['error', 'curves', 'right', 'in ties', 'ties', 'mean', 'too simple', 'kept', 'reached', 'ms'], summary),
    ...(wrong.length === 0 ? [] : ['', ...table(['not always right', ...[...byNoise.keys()].map(digits), 'taken for'], wrong)]),
  ];
}
