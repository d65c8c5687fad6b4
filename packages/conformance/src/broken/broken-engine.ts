import type { Engine, Precision } from '@knotwork/plugin/engine';

/** An engine with one defect, and the checks that must find it. The kit is itself checked with these. */
export interface BrokenEngine {
  /** What is wrong, in words. */
  readonly defect: string;
  /** @param sound an engine that passes all of its checks, claims everything and is of the precision below */
  break(sound: Engine): Engine;
  /** Of the engine that is broken; left out for `float64`. */
  readonly precision?: Precision;
  /** The check that is there for this defect. */
  readonly caughtBy: string;
  /** Checks that it fails besides, and why that cannot be otherwise. */
  readonly alsoFails?: readonly { readonly because: string; readonly checks: readonly string[] }[];
}
