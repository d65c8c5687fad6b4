/** Tells the time. */
export interface Clock {
  /** Milliseconds since an arbitrary moment, never going back. */
  now(): number;
  /** The date, for humans and files. */
  date(): Date;
}

export const systemClock: Clock = { now: () => performance.now(), date: () => new Date() };
