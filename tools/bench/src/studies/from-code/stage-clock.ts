import type { RunEvent } from '@knotwork/experiment';

/** Writes down what a run tells, and when its stages began and ended. */
export class StageClock {
  private readonly told: object[] = [];
  private began = NaN;
  private ended = NaN;

  /** @param now in milliseconds */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** For `tokens.observer`, and for `onProgress` of `fit`. */
  readonly observe = (event: RunEvent): void => {
    if (event.event === 'stage-started' && Number.isNaN(this.began)) this.began = this.now();
    if (event.event === 'stage-finished') this.ended = this.now();
    const { seconds: _, ...rest } = event;
    this.told.push(rest);
  };

  /** From the beginning of the first stage to the end of the last, in milliseconds. */
  get milliseconds(): number { return this.ended - this.began; }

  /** All events without their times, in order: losses of every step, levels, reports. */
  get events(): readonly object[] { return this.told; }
}
