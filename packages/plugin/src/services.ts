import type { RandomStream } from '@knotwork/numerics';

/** Tells the time. */
export interface Clock {
  /** Milliseconds since an arbitrary moment, never going back. */
  now(): number;
  /** The date, for humans and files. */
  date(): Date;
}

/** What training reports while it runs. */
export interface TrainingEvent {
  readonly event: 'step' | 'grid' | 'note';
  /** Step within its stage, from 1; over all starts. */
  readonly step: number;
  readonly steps: number;
  /** The loss on training rows without penalties, in standardized units; of a loss made of residuals the mean square, twice the objective. */
  readonly loss?: number;
  /** The same on validation rows. */
  readonly validation?: number;
  /** Plain words about a note or a grid event. */
  readonly text?: string;
  readonly start?: number;
  /** Of a grid event: input nodes whose grid moved, those whose move was undone, and the largest relative change of an edge function. */
  readonly moved?: number;
  readonly undone?: number;
  readonly change?: number;
}

/** Named random streams of a run. */
export interface Streams { stream(name: string): RandomStream }

/** Tokens under which services are injected. Two copies of this package agree on them. */
export const tokens = {
  clock: Symbol.for('knotwork/clock'),
  observer: Symbol.for('knotwork/observer'),
  catalog: Symbol.for('knotwork/catalog'),
  request: Symbol.for('knotwork/request'),
  store: Symbol.for('knotwork/store'),
  runner: Symbol.for('knotwork/runner'),
} as const;
