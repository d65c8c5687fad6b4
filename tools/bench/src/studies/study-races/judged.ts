import type { Raced, Rhythm } from './race.js';
import type { Line } from './worker.js';

/** What is to be said of a race. */
export interface Judged {
  /** Trials that were reported more than once, and by nobody though a worker that lived ended them. */
  readonly twice: readonly string[];
  /** Trials that nobody reported: whoever ended them was killed before it could. */
  readonly unreported: number;
  /** Holders that came back after somebody else had taken over, and after how many milliseconds they knew. */
  readonly returned: readonly number[];
  /** Those that told of the end of a trial which they had lost. */
  readonly late: readonly string[];
  /** What workers could not do. */
  readonly troubles: readonly string[];
}

/** Judges what workers wrote down. */
export function judged(lines: readonly Line[], trials: readonly string[], { stops }: Pick<Raced, 'stops'>, { lease }: Rhythm): Judged {
  const ends = new Map(trials.map((id) => [id, 0]));
  for (const { event, trial } of lines) if (event === 'ended') ends.set(trial!, ends.get(trial!)! + 1);
  const returned: number[] = [];
  const late: string[] = [];
  for (const { worker, stopped, continued } of stops) {
    const own = lines.filter((line) => line.worker === worker);
    const began = own.findLast(({ event, at }) => event === 'began' && at <= stopped)?.trial;
    // Somebody else may have had it: only then is there something to learn.
    if (began === undefined || !lines.some((line) => line.event === 'began' && line.trial === began && line.worker !== worker && line.at > stopped && line.at < continued)) continue;
    const lost = own.find((line) => line.event === 'lost' && line.trial === began && line.at >= continued - lease);
    if (lost === undefined) late.push(`${worker} ${began}`);
    else {
      returned.push(Math.max(0, lost.at - continued));
      if (own.some(({ event, trial, at }) => event === 'ended' && trial === began && at > stopped)) late.push(`${worker} ${began}`);
    }
  }
  return {
    twice: [...ends].filter(([, count]) => count > 1).map(([id]) => id), unreported: [...ends.values()].filter((count) => count === 0).length, returned, late,
    troubles: lines.filter(({ event }) => event === 'failed' || event === 'crash').map(({ worker, trial = '', message = '' }) => `${worker} ${trial} ${message}`),
  };
}
