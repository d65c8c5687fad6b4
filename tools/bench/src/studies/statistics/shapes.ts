import type { RandomStream } from '@knotwork/numerics';
import type { Loss } from '@knotwork/statistics';

/** What numbers look like. */
export interface Shape {
  readonly name: string;
  draw(stream: RandomStream): number;
}

export const normal: Shape = { name: 'normal', draw: (stream) => stream.normal() };

/** Student's t with three degrees of freedom: normal over the root of a mean of three squares. */
export const heavy: Shape = {
  name: 't3',
  draw(stream) {
    const top = stream.normal();
    return top / Math.sqrt((stream.normal() ** 2 + stream.normal() ** 2 + stream.normal() ** 2) / 3);
  },
};

/** Exponential about 0. */
export const skewed: Shape = { name: 'skewed', draw: (stream) => -Math.log(1 - stream.next()) - 1 };

/** What losses of an arm look like. */
export interface Losses {
  readonly name: string;
  draw(stream: RandomStream): Loss;
}

const ofLogs = ({ name, draw }: Shape): Losses => ({ name, draw: (stream) => Math.exp(draw(stream)) });

const TENTH = 0.1;

/** Losses of arms that are all alike: with a tenth stuck at a loss some 8000 times as large, or failed. */
export const alikeLosses: readonly Losses[] = [
  ofLogs(normal), ofLogs(skewed),
  { name: '10 % stuck', draw: (stream) => Math.exp((stream.next() < TENTH ? 9 : 0) + stream.normal()) },
  { name: '10 % failed', draw: (stream) => (stream.next() < TENTH ? null : Math.exp(stream.normal())) },
];
