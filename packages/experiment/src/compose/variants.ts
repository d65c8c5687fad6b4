import type { Overrides, RunScope } from '@knotwork/registry';

/** Makes a run of its own of a run that is composed: with the same services, but for those that are changed. */
export interface Variants {
  /** @param changed values in place of the run's own; a service that is not among them is made anew */
  open(changed: Overrides): RunScope;
}
