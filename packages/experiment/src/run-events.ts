import type { TrainingEvent } from '@knotwork/plugin';
import type { Rung } from './stages/stage.js';

/** Where in the recipe an event happened. */
export interface EventPlace {
  /** Index and name of the stage. */
  readonly stage: number;
  readonly kind: string;
  readonly stages: number;
  readonly resolution: readonly (number | null)[];
  /** Seconds since the run began. */
  readonly seconds: number;
}

/** What a run tells whoever watches it. */
export type RunEvent =
  | (TrainingEvent & EventPlace)
  | (EventPlace & { readonly event: 'stage-started' })
  | (EventPlace & { readonly event: 'stage-finished'; readonly status: string; readonly report: Readonly<Record<string, unknown>> })
  | (EventPlace & { readonly event: 'rung'; readonly rung: Rung; readonly isFirst: boolean });

/** Watches a run; bound under `tokens.observer`. Must not throw and must not change anything. */
export interface RunObserver { observe(event: RunEvent): void }
