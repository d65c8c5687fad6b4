import type { Definition } from '@knotwork/plugin';
import type { AnySetup } from '../kit/check-plugin.js';

/** A plugin with one defect, and the checks that must find it. The kit is itself checked with these. */
export interface BrokenPlugin {
  /** What is wrong, in words. */
  readonly defect: string;
  readonly definition: Definition;
  /** What its checks need besides an engine. */
  readonly setup?: Omit<AnySetup, 'engine'>;
  /** The check that is there for this defect. */
  readonly caughtBy: string;
  /** Checks that it fails besides, because the defect reaches further. */
  readonly alsoFails?: readonly string[];
}
