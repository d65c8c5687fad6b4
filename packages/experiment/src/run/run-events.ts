import type { TrainingEvent } from '@knotwork/plugin';
import type { ChoiceReport } from '../choice/choice-report.js';
import type { Rung } from '../stages/stage.js';

/** Where in the recipe an event happened. */
export interface EventPlace {
  /** Index and name of the stage. */
  readonly stage: number;
  readonly kind: string;
  readonly stages: number;
  /** Number of the member that goes through the recipe, as its folder is called, from 1, and how many there are; left out in a run of one network. */
  readonly member?: number;
  readonly members?: number;
  readonly resolution: readonly (number | null)[];
  /** Seconds since the run began; the clock of a run that goes on starts at its checkpoint. */
  readonly seconds: number;
}

/** What a run tells whoever watches it. */
export type RunEvent =
  | (TrainingEvent & EventPlace)
  | (EventPlace & { readonly event: 'stage-started' })
  | (EventPlace & { readonly event: 'stage-finished'; readonly status: string; readonly report: Readonly<Record<string, unknown>> })
  /** The run was begun again and goes on. `text` says after what; `stageBegan`: when the stage in `stage` began, in seconds since the run did. */
  | (EventPlace & { readonly event: 'resumed'; readonly text: string; readonly stageBegan: number })
  | (EventPlace & { readonly event: 'rung'; readonly rung: Rung; readonly isFirst: boolean })
  /** A network was fitted to all training rows but one of so many parts: fit number `fit` of `fits`, from 1. */
  | (EventPlace & { readonly event: 'cross-validated'; readonly fit: number; readonly fits: number; readonly parts: number; readonly widths: readonly number[] })
  | (EventPlace & { readonly event: 'structure-found'; readonly structures: readonly string[] })
  | (EventPlace & { readonly event: 'widths-chosen'; readonly report: ChoiceReport });

/** An event without its place. */
export type Unplaced = RunEvent extends infer E ? E extends RunEvent ? Omit<E, keyof EventPlace> : never : never;

/** Watches a run; bound under `tokens.observer`. Must not throw and must not change anything. */
export interface RunObserver { observe(event: RunEvent): void }
