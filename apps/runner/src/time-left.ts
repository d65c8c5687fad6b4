import type { RunEvent } from '@knotwork/experiment';

/** How long it takes still: of the run, or where nothing is known of what comes later, of the stage. */
export interface TimeLeft { readonly seconds: number; readonly of: 'run' | 'stage' }

/**
 * Estimates from events how long a run takes still. Steps to come take as long as those of the same stage so far; later stages take as
 * long as they took the member before, and before that nobody knows. Training that ends early, by validation or converged, ends before.
 */
export class RemainingTime {
  /** When steps began to be counted, how many were counted, and the last of them. */
  private from = 0;
  private taken = 0;
  private last: { readonly key: string; readonly step: number; readonly steps: number } | null = null;
  /** Steps of optimizations of this stage that are over, as they were planned. */
  private over = 0;
  private stageBegan = 0;
  private stageLeft: number | null = null;
  private place: Pick<RunEvent, 'stage' | 'member' | 'members' | 'seconds'> = { stage: 0, seconds: 0 };
  /** Seconds of every stage that has ended, the latest member's. */
  private readonly took = new Map<number, number>();

  /** @param mostSteps of every stage; 0 where it does not train or says nothing */
  constructor(private readonly mostSteps: readonly number[]) {}

  observe(event: RunEvent): void {
    this.place = event;
    switch (event.event) {
      case 'stage-started': this.begin(event.seconds, event.seconds); break;
      case 'resumed': this.begin(event.seconds, event.stageBegan); break;
      case 'stage-finished': this.took.set(event.stage, event.seconds - this.stageBegan); this.stageLeft = null; break;
      case 'step': this.step(event); break;
    }
  }

  /** Null where nothing is known yet. */
  left(): TimeLeft | null {
    const { stageLeft, place: { stage, member = 1, members = 1, seconds } } = this;
    if (stageLeft === null) return null;
    const times = this.mostSteps.map((_, k) => (k === stage ? seconds - this.stageBegan + stageLeft : this.took.get(k) ?? null));
    const later = [...times.slice(stage + 1), ...Array.from({ length: members - member }, () => times).flat()];
    if (later.includes(null)) return { seconds: stageLeft, of: 'stage' };
    return { seconds: later.reduce<number>((sum, time) => sum + time!, stageLeft), of: 'run' };
  }

  private begin(at: number, stageBegan: number): void {
    [this.from, this.taken, this.last, this.over, this.stageBegan, this.stageLeft] = [at, 0, null, 0, stageBegan, null];
  }

  private step({ step, steps, start, resolution, seconds, stage }: RunEvent & { readonly event: 'step' | 'grid' | 'note' }): void {
    const { last } = this;
    const key = `${start} ${steps} ${resolution.join()}`;
    const goesOn = last !== null && last.key === key && step >= last.step;
    if (start !== undefined) this.over = start * steps;
    else if (!goesOn && last !== null) this.over += last.steps;
    if (goesOn) this.taken += step - last.step;
    this.last = { key, step, steps };
    const left = Math.max(0, this.mostSteps[stage]! - this.over - step);
    this.stageLeft = this.taken === 0 || this.mostSteps[stage] === 0 ? null : left * (seconds - this.from) / this.taken;
  }
}
