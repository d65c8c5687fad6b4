import type { Definition } from '@knotwork/plugin';
import type { Engine } from '@knotwork/plugin/engine';

/** What checks of a plugin need besides the plugin. */
export interface Setup {
  /** Computes networks made of the plugin, in float64. The kit has none of its own: which engine a claim was proved with is the author's choice. */
  readonly engine: Engine;
  /**
   * Options to check with, the first as a starting point; the kit varies them one by one within what the schema allows. Left out for the
   * defaults. Needed where options have no default.
   */
  readonly options?: readonly Readonly<Record<string, unknown>>[];
  /** Plugins that the plugin or its options name, such as a base function. For names that are not here the kit's own stand in. */
  readonly companions?: readonly Definition[];
  /**
   * Checks that are known to fail, by name without the plugin's, and why. Strict: such a check fails when it passes, so that a repaired
   * plugin is noticed.
   */
  readonly expectedFailures?: Readonly<Record<string, string>>;
}
