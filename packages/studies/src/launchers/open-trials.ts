import type { LaunchContext } from './launcher.js';

/** What is left of a study whose workers tell nothing: ends of trials are seen in its folder, and told once. */
export class OpenTrials {
  private readonly ended = new Set<string>();

  constructor(private readonly context: LaunchContext) {}

  /** Trials that ended since it was made. */
  get done(): number { return this.ended.size; }

  /** Looks at those that had not ended. An end that is told may bring others: of none that are left it looks again. */
  left(): readonly string[] {
    for (;;) {
      const { trials } = this.context;
      const left = trials.filter((trial) => !this.hasEnded(trial));
      if (left.length > 0 || this.context.trials.length === trials.length) return left;
    }
  }

  private hasEnded(trial: string): boolean {
    const { endOf, tell } = this.context;
    if (this.ended.has(trial)) return true;
    const end = endOf(trial);
    if (end === null) return false;
    this.ended.add(trial);
    tell(end);
    return true;
  }
}
