import { randomStream, type RandomStream } from '@knotwork/numerics';

/** Named random streams of a run. */
export interface Streams { stream(name: string): RandomStream }

/** Named streams of one run: derived from its seed, or from a seed of their own. */
export class RunStreams implements Streams {
  constructor(private readonly seed: number, private readonly own: Readonly<Record<string, number | undefined>>) {}

  /** The same name gives the same numbers, whatever was drawn before. */
  stream(name: string): RandomStream { return randomStream(this.own[name] ?? this.seed, name); }
}
