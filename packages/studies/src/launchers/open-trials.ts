import type { LaunchContext } from './launcher.js';

/** What is left of a study whose workers tell nothing: ends of trials are seen in its folder, and told once. */
export class OpenTrials {
  private readonly ended = new Set<string>();

  constructor(private readonly context: LaunchContext) {}

  /** Trials that ended since it was made. */
  get done(): number { return this.ended.size; }

  /** Looks at those that had not ended. */
  left(): readonly string[] {
    const { trials, endOf, tell } = this.context;
    return trials.filter((trial) => {
      const end = this.ended.has(trial) ? null : endOf(trial);
      if (end === null) return !this.ended.has(trial);
      this.ended.add(trial);
      tell(end);
      return false;
    });
  }
}
